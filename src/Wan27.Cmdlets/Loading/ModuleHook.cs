using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Wan27.Cmdlets.Loading;

/// <summary>
/// Answers for the engine's assemblies while the module is imported. Import only hooks; nothing is read or loaded until a cmdlet needs it.
/// </summary>
public sealed class ModuleHook : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string[] Answered = ["Wan27.Engine", "Wan27.Emulator"];

    // An assembly stays loaded for the life of the process, so a second import must meet the same engine again.
    private static readonly Lazy<EngineLoadContext> Context = new(static () => new EngineLoadContext(EngineFolder));

    private static readonly object Gate = new();

    private static int _imports;

    private static string EngineFolder => Path.Combine(Path.GetDirectoryName(typeof(ModuleHook).Assembly.Location)!, "engine");

    /// <summary>Hooks on; called by PowerShell at import.</summary>
    public void OnImport()
    {
        lock (Gate)
        {
            if (++_imports == 1)
            {
                AssemblyLoadContext.Default.Resolving += Resolve;
            }
        }
    }

    /// <summary>Hooks off when the last session of the process removes the module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (--_imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= Resolve;
            }
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
        => Answered.Contains(name.Name, StringComparer.Ordinal) ? Context.Value.LoadFromAssemblyName(name) : null;
}
