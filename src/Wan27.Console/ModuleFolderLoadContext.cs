using System.Reflection;
using System.Runtime.Loader;

namespace Wan27.Console;

/// <summary>Loads from the module's own folders first, so that nothing of the module needs to lie beside the console.</summary>
internal sealed class ModuleFolderLoadContext(params string[] folders) : AssemblyLoadContext("Wan27.Emulator")
{
    protected override Assembly? Load(AssemblyName assemblyName)
        => folders.Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists) is { } file
            ? LoadFromAssemblyPath(file)
            : null;
}
