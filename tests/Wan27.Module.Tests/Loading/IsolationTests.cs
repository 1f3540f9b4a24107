using System.Reflection;
using System.Runtime.Loader;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Loading;

public sealed class IsolationTests
{
    [Theory]
    [InlineData("Wan27.WanTask")]
    [InlineData("Wan27.WanProfile")]
    [InlineData("Wan27.WanImageResult")]
    [InlineData("Wan27.WanAsset")]
    [InlineData("Wan27.WanTaskState")]
    [InlineData("Wan27.WanRegion")]
    [InlineData("Wan27.WanException")]
    public void Contract_types_are_type_literals(string name)
    {
        using var shell = new Shell();

        Assert.Equal(name, shell.Run($"[{name}].FullName").Single<string>());
    }

    [Fact]
    public void Another_modules_versions_and_ours_live_side_by_side()
    {
        // A decoy in the default context, where a careless module would leave it, and one in a context of its own.
        var decoys = Path.Combine(AppContext.BaseDirectory, "decoys");
        var polly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(decoys, "Polly.Core.dll"));
        var json = new AssemblyLoadContext("decoy").LoadFromAssemblyPath(Path.Combine(decoys, "System.Text.Json.dll"));

        using var shell = new Shell();
        shell.Run("Start-WanEmulator -TaskSeconds 0 -Default").MustSucceed();
        shell.Run("New-WanImage 'a fox' -Size 1K | Start-WanVideoTask -Resolution 720P | Wait-WanTask | Save-WanResult out").Single<WanAsset>();

        var loaded = AppDomain.CurrentDomain.GetAssemblies();
        var engine = Assert.Single(loaded, static assembly => assembly.GetName().Name == "Wan27.Engine");
        var room = AssemblyLoadContext.GetLoadContext(engine)!;
        Assert.NotSame(AssemblyLoadContext.Default, room);
        AssertOwnVersion("Polly.Core", polly);
        AssertOwnVersion("System.Text.Json", json);
        Assert.Equal("8.5.2", PackageVersion(polly));
        Assert.NotNull(Activator.CreateInstance(polly.GetType("Polly.ResiliencePipelineBuilder", throwOnError: true)!));
        Assert.Equal("[1]", json.GetType("System.Text.Json.Nodes.JsonNode")!.GetMethod("ToJsonString")!.Invoke(ParseWith(json, "[1]"), [null]));

        void AssertOwnVersion(string name, Assembly decoy)
        {
            var ours = Assert.Single(room.Assemblies, assembly => assembly.GetName().Name == name);
            Assert.NotSame(decoy, ours);
            Assert.NotEqual(PackageVersion(decoy), PackageVersion(ours));
        }
    }

    [Fact]
    public void Import_loads_neither_the_engine_nor_any_package()
    {
        // The console has imported the module by the time a script runs.
        using var child = new ChildShell("[AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name })");

        Assert.Contains("Wan27", child.Output);
        Assert.DoesNotContain(child.Output, static name => name is "Wan27.Engine" or "Wan27.Emulator" or "Polly.Core" or "Microsoft.Data.Sqlite");
    }

    [Fact]
    public void Removing_the_module_unhooks_it_and_a_new_import_works()
    {
        using var shell = new Shell();
        shell.Run("Start-WanEmulator -TaskSeconds 0 -Default; Stop-WanEmulator").MustSucceed();

        var again = shell.Run($"Remove-Module Wan27; Import-Module '{ModuleAssemblies.Manifest}'; Get-WanProfile; Get-Command -Module Wan27 | ForEach-Object Name");

        Assert.Contains("Start-WanVideoTask", again.MustSucceed().Of<string>());
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_assembly()
    {
        using var shell = new Shell();
        var exported = shell.Run("(Get-Module Wan27).ExportedCmdlets.Keys").MustSucceed().Of<string>();
        var declared = typeof(Cmdlets.Async.AsyncCmdlet).Assembly.GetExportedTypes()
            .Select(static type => type.GetCustomAttribute<System.Management.Automation.CmdletAttribute>())
            .OfType<System.Management.Automation.CmdletAttribute>()
            .Select(static attribute => $"{attribute.VerbName}-{attribute.NounName}");

        Assert.Equal(declared.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Manifest_and_assemblies_have_one_version()
    {
        using var shell = new Shell();
        var version = shell.Run("(Get-Module Wan27).Version.ToString()").Single<string>();

        Assert.All([typeof(Cmdlets.Async.AsyncCmdlet).Assembly, typeof(WanTask).Assembly], assembly => Assert.Equal(version, PackageVersion(assembly)));
    }

    private static string PackageVersion(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static object ParseWith(Assembly json, string text)
        => json.GetType("System.Text.Json.Nodes.JsonNode")!.GetMethods()
            .First(static method => method.Name == "Parse" && method.GetParameters()[0].ParameterType == typeof(string))
            .Invoke(null, [text, null, Activator.CreateInstance(json.GetType("System.Text.Json.JsonDocumentOptions")!)])!;
}
