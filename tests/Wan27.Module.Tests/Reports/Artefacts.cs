using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Reports;

/// <summary>Where pictures of pages are kept, to be looked at.</summary>
internal static class Artefacts
{
    public const string Variable = "WAN27_ARTIFACTS";

    public static string Report(string name)
    {
        var root = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine(ModuleAssemblies.Root, "artifacts");
        return Path.Combine(Directory.CreateDirectory(Path.Combine(root, "report")).FullName, name);
    }
}
