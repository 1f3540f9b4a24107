using System.Management.Automation;
using Wan27.Cmdlets.Output;
using Wan27.Engine;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// One keyless client per profile for the life of a cmdlet: the key is not even looked for. Without any profile the plain contract holds.
/// </summary>
internal sealed class KeylessSource(PSCmdlet cmdlet)
{
    private readonly Dictionary<string, KeylessClient> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pipeline thread: what holds under a profile, under the default one, or without any.</summary>
    public KeylessClient Get(string? profile)
    {
        var name = string.IsNullOrWhiteSpace(profile) ? string.Empty : profile.Trim();
        if (!_known.TryGetValue(name, out var client))
        {
            client = _known[name] = EngineSource.Engine.OpenWithoutKey(name.Length == 0 ? null : name, cmdlet.Tell);
        }

        return client;
    }
}
