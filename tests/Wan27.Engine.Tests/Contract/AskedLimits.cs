using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Wan27.Engine.Tests.Contract;

/// <summary>The limits of a profile, which notes what it is asked for.</summary>
internal sealed class AskedLimits(IReadOnlyDictionary<string, double> own) : IReadOnlyDictionary<string, double>
{
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Asked => [.. _asked.Keys];

    public IEnumerable<string> Keys => own.Keys;

    public IEnumerable<double> Values => own.Values;

    public int Count => own.Count;

    public double this[string key] => own[key];

    /// <summary>Where a limit comes from may be said without its number being used.</summary>
    public bool ContainsKey(string key) => own.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        _asked[key] = true;
        return own.TryGetValue(key, out value);
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => own.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
