using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tests.Providers;

/// <summary>A provider that counts what is asked of it, and passes it on.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "A proxy is derived from it at run time.")]
internal class CountedProvider : DispatchProxy
{
    private IProvider _inner = null!;
    private ConcurrentDictionary<string, int> _calls = null!;

    public static IProvider Around(IProvider inner, ConcurrentDictionary<string, int> calls)
    {
        var provider = Create<IProvider, CountedProvider>();
        ((CountedProvider)provider)._inner = inner;
        ((CountedProvider)provider)._calls = calls;
        return provider;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.AddOrUpdate(targetMethod!.Name, 1, static (_, count) => count + 1);
        return targetMethod.Invoke(_inner, args is [CountedRequest counted, ..] ? [counted.Inner, .. args[1..]] : args);
    }
}
