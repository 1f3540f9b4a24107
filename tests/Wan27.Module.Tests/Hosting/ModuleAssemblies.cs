using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Wan27.ModuleTests.Hosting;

/// <summary>The tests use the very assemblies of the built module, from where PowerShell loads them.</summary>
internal static class ModuleAssemblies
{
    public static string Root { get; } = FindRoot();

    public static string Manifest => Path.Combine(Root, "Wan27.psd1");

    [ModuleInitializer]
    internal static void Hook()
        => AssemblyLoadContext.Default.Resolving += static (_, name) =>
            name.Name is "Wan27" or "Wan27.Contracts" ? Assembly.LoadFrom(Path.Combine(Root, "bin", name.Name + ".dll")) : null;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Wan27.psd1")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Wan27.psd1 above the tests.");
        }

        return folder.FullName;
    }
}
