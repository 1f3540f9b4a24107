using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Engines;

/// <summary>PowerShell 7.4 runs on .NET 8: nothing that is shipped may need a newer one.</summary>
public sealed class FrameworkTests
{
    private static readonly Version Newest = new(8, 0, 65535, 65535);

    private static string Folder { get; } = Path.Combine(ModuleAssemblies.Root, "bin");

    private static string[] Files { get; }
        = [.. Directory.EnumerateFiles(Folder, "*.dll", SearchOption.AllDirectories).Where(IsManaged).Select(static file => Path.GetRelativePath(Folder, file))];

    public static TheoryData<string> Shipped => [.. Files];

    [Fact]
    public void All_that_is_shipped_is_looked_at()
        => Assert.All(["Wan27.dll", "Wan27.Contracts.dll", Path.Combine("engine", "Wan27.Engine.dll"), Path.Combine("engine", "System.Text.Json.dll")], static file => Assert.Contains(file, Files));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_assembly_refers_to_NET_8_or_to_what_is_shipped_beside_it(string file)
    {
        string path = Path.Combine(Folder, file);
        using var image = new PEReader(File.OpenRead(path));
        MetadataReader metadata = image.GetMetadataReader();

        Assert.All(metadata.AssemblyReferences.Select(metadata.GetAssemblyReference), reference =>
        {
            string name = metadata.GetString(reference.Name);
            bool isBeside = File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name + ".dll"));
            Assert.True(isBeside || reference.Version <= Newest, $"{file} refers to {name} {reference.Version}");
        });
    }

    private static bool IsManaged(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.HasMetadata;
    }
}
