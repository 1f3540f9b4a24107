using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using Wan27.Cmdlets.Commands;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Conventions;

/// <summary>What holds for every cmdlet, also for the next one.</summary>
public sealed class CmdletConventionTests
{
    /// <summary>Verbs that only look. Every other cmdlet bills, sends, writes or removes something, and can be asked first.</summary>
    private static readonly string[] ReadOnlyVerbs = ["Compare", "Get", "Measure", "Resolve", "Test", "Wait"];

    private static readonly Assembly Module = typeof(NewWanImageCommand).Assembly;

    private static readonly Type[] All = [.. Module.GetExportedTypes().Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null)];

    public static TheoryData<Type> Cmdlets => [.. All];

    [Fact]
    public void The_manifest_exports_every_cmdlet_of_the_assembly()
    {
        using var shell = new Shell();

        Assert.Equal(
            All.Select(Name).Order(StringComparer.Ordinal),
            shell.Run("(Get-Module Wan27).ExportedCmdlets.Keys").MustSucceed().Of<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Verbs_are_approved()
    {
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(static field => field.GetRawConstantValue())
            .ToArray();

        Assert.All(All, type => Assert.Contains(Attribute(type).VerbName, approved));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_sealed_and_named_after_what_it_does(Type type)
    {
        Assert.True(type.IsSealed);
        Assert.Equal($"{Attribute(type).VerbName}{Attribute(type).NounName}Command", type.Name);
        Assert.StartsWith("Wan", Attribute(type).NounName, StringComparison.Ordinal);
        Assert.Equal("Wan27.Cmdlets.Commands", type.Namespace);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_a_file_of_its_own(Type type)
    {
        var files = Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "src", "Wan27.Cmdlets"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains($"class {type.Name} ", StringComparison.Ordinal));

        Assert.Equal(type.Name, Path.GetFileNameWithoutExtension(Assert.Single(files)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_that_changes_anything_can_be_asked_first(Type type)
        => Assert.Equal(!ReadOnlyVerbs.Contains(Attribute(type).VerbName) || type == typeof(ResolveWanTaskCommand), Attribute(type).SupportsShouldProcess);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_says_what_it_emits(Type type)
    {
        var emitsNothing = Attribute(type).VerbName == VerbsCommon.Remove || type == typeof(StopWanEmulatorCommand);

        Assert.Equal(emitsNothing, Outputs(type).Length == 0);
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public void Everything_of_ours_that_is_emitted_has_a_table_and_a_list(string control)
    {
        var tables = XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.format.ps1xml")).Descendants("View")
            .Where(view => view.Element(control) is not null)
            .SelectMany(static view => view.Descendants("TypeName"))
            .Select(static name => name.Value)
            .ToArray();
        var emitted = All.SelectMany(Outputs).Where(static type => type.FullName!.StartsWith("Wan27.", StringComparison.Ordinal)).Distinct().ToArray();

        Assert.NotEmpty(emitted);
        Assert.All(emitted, type => Assert.Contains(type.FullName, tables));
    }

    [Fact]
    public void Everything_that_has_a_view_has_a_short_form_where_no_view_can_be_used()
    {
        var shown = XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.format.ps1xml")).Descendants("TypeName").Select(static name => TypeOf(name.Value)).Distinct().ToArray();
        var types = XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.types.ps1xml")).Descendants("Type").ToDictionary(static type => type.Element("Name")!.Value);

        Assert.NotEmpty(shown);
        Assert.All(shown, name =>
        {
            var set = types[name].Descendants("PropertySet").Single(static set => set.Element("Name")!.Value == "DefaultDisplayPropertySet");
            var computed = types[name].Descendants("CodeProperty").Select(static property => property.Element("Name")!.Value);
            var real = (typeof(WanTask).Assembly.GetType(name) ?? Module.GetType(name))!.GetProperties().Select(static property => property.Name);
            Assert.Empty(set.Descendants("ReferencedProperties").Single().Elements("Name").Select(static property => property.Value).Except(computed.Concat(real)));
        });
    }

    [Fact]
    public void Views_name_members_that_exist()
    {
        var views = XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.format.ps1xml")).Descendants("View").ToArray();

        var computed = XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.types.ps1xml")).Descendants("CodeProperty")
            .Select(static property => (property.Parent!.Parent!.Element("Name")!.Value, property.Element("Name")!.Value))
            .ToHashSet();

        Assert.NotEmpty(views);
        Assert.All(views, view => Assert.All(view.Descendants("TypeName").Select(static name => TypeOf(name.Value)), typeName =>
        {
            var type = typeof(WanTask).Assembly.GetType(typeName) ?? Module.GetType(typeName);
            Assert.NotNull(type);
            Assert.All(view.Descendants("PropertyName"), property => Assert.True(type.GetProperty(property.Value) is not null || computed.Contains((typeName, property.Value)), property.Value));
        }));
    }

    /// <summary>An object that one cmdlet shows otherwise bears the name of its type with a further word.</summary>
    private static string TypeOf(string shown) => shown.Split('#')[0];

    [Fact]
    public void What_views_compute_is_computed_by_a_method_and_shown_nowhere_else()
        => Assert.All(XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.types.ps1xml")).Descendants("CodeProperty"), static property =>
        {
            var method = Module.GetType(property.Descendants("TypeName").Single().Value)?.GetMethod(property.Descendants("MethodName").Single().Value);

            Assert.Equal([typeof(PSObject)], method?.GetParameters().Select(static parameter => parameter.ParameterType));
            Assert.Equal("true", property.Attribute("IsHidden")?.Value);
        });

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Parameters_have_names_in_the_singular_and_no_name_twice(Type type)
    {
        // Common words that end in s and are singular all the same; seconds are PowerShell's own way to name a span.
        // ProbeRegions is fixed by the design, and Postgres is a name.
        string[] singular = ["Progress", "Status", "OnAmbiguous", "TaskSeconds", "ProbeRegions", "Postgres"];
        var names = type.GetProperties().Where(static property => property.IsDefined(typeof(ParameterAttribute))).ToArray();

        Assert.All(names, property => Assert.True(!property.Name.EndsWith('s') || singular.Contains(property.Name), property.Name));
        var all = names.Select(static property => property.Name).Concat(names.SelectMany(static property => property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [])).ToArray();
        Assert.Equal(all.Distinct(StringComparer.OrdinalIgnoreCase).Count(), all.Length);
    }

    [Fact]
    public void Cmdlets_that_start_tasks_take_the_same_job_parameters()
    {
        var starting = All.Where(static type => typeof(IStartsTasks).IsAssignableFrom(type)).ToArray();

        Assert.Equal(
            All.Where(static type => Attribute(type).VerbName == VerbsLifecycle.Start && type != typeof(StartWanEmulatorCommand)).Select(Name),
            starting.Select(Name));
        Assert.All(typeof(IStartsTasks).GetProperties(), property => Assert.Single(starting.Select(type => Shape(type.GetProperty(property.Name)!)).Distinct(StringComparer.Ordinal)));

        static string Shape(PropertyInfo property)
            => $"{property.PropertyType} {string.Join(' ', property.CustomAttributes.Select(static attribute => attribute.ToString()).Order(StringComparer.Ordinal))}";
    }

    private static CmdletAttribute Attribute(Type type) => type.GetCustomAttribute<CmdletAttribute>()!;

    private static string Name(Type type) => $"{Attribute(type).VerbName}-{Attribute(type).NounName}";

    private static Type[] Outputs(Type type) => [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static attribute => attribute.Type).Select(static output => output.Type)];
}
