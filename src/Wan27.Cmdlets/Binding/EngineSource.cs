using Wan27.Engine;

namespace Wan27.Cmdlets.Binding;

/// <summary>Where the cmdlets get the engine, and the only place.</summary>
internal static class EngineSource
{
    /// <summary>The engine of this process; it is loaded at the first look, not at import.</summary>
    public static WanEngine Engine => WanEngine.Current;
}
