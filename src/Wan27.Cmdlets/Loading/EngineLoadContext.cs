using System.Reflection;
using System.Runtime.Loader;

namespace Wan27.Cmdlets.Loading;

/// <summary>
/// The engine's own room: the engine, the emulator and every package they bring live here, so that another module's versions of the same
/// packages neither see nor disturb them.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    public EngineLoadContext(string folder)
        : base("Wan27.Engine")
    {
        _folder = folder;
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, "Wan27.Engine.dll"));
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The contract types travel on the pipeline, so both sides must hold the very same ones.
        if (assemblyName.Name == "Wan27.Contracts")
        {
            return typeof(WanTask).Assembly;
        }

        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
