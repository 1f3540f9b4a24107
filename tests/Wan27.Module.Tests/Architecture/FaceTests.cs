using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Wan27.Cmdlets.Commands;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Architecture;

/// <summary>What the cmdlets may know of the engine, read from the built assemblies.</summary>
public sealed class FaceTests
{
    private const string Engine = "Wan27.Engine";

    /// <summary>Rooms that hold what works. The others hold data, requests and profiles, which cmdlets may read and fill in.</summary>
    private static readonly string[] Workers = ["Checking", "Diagnosis", "Logging", "Media", "Providers", "Results", "Tasks", "Usage"];

    /// <summary>What the face takes and gives of those rooms: values, and what a cmdlet itself lends. The last line is tables and rules, which hold no state.</summary>
    private static readonly string[] Values =
    [
        "ConformOptions", "ConformPlan", "ConformTarget", "MediaFacts", "MediaFit", "MediaKind", "MediaProblem", "MediaRole",
        "IStepLog", "TaskListQuery", "ISaveSink", "ISaveWatch", "SaveOptions", "SubmitOptions", "JournalEntry", "JournalFilter", "LostSubmit",
        "ProfileTestOptions", "UsageQuestion", "BillQuestion",
        "ErrorExplainer", "ErrorRows", "TaskIdForm",
    ];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Built = new(static () => new ArchLoader()
        .LoadAssemblies(typeof(NewWanImageCommand).Assembly)
        .LoadFilteredDirectory(Path.Combine(ModuleAssemblies.Root, "bin", "engine"), "Wan27.Engine.dll", SearchOption.TopDirectoryOnly)
        .Build());

    [Fact]
    public void The_engine_is_taken_in_one_place()
    {
        Assert.Equal(["EngineSource"], CallersOf("WanEngine", "get_Current"));
        Assert.Empty(CallersOf("EngineHost", ".ctor"));
        Assert.Empty(CallersOf("ProfileCatalogue", "ForUser"));
    }

    [Fact]
    public void No_cmdlet_touches_a_part_of_the_engine_except_through_its_face()
    {
        var touched = Cmdlets.SelectMany(static type => type.GetTypeDependencies()
            .Where(static target => IsOfEngine(target) && (target.Name == "EngineHost" || (Workers.Contains(RoomOf(target)) && !Values.Contains(NameOf(target)))))
            .Select(target => $"{type.Name} names {target.FullName}"));

        Assert.Empty(touched.Distinct());
    }

    [Fact]
    public void Every_value_that_cmdlets_may_name_is_named()
    {
        var named = Cmdlets.SelectMany(static type => type.GetTypeDependencies()).Where(IsOfEngine).Select(NameOf).ToHashSet();

        Assert.Empty(Values.Except(named));
    }

    private static IEnumerable<IType> Cmdlets => Built.Value.Types.Where(static type => type.Namespace is { FullName: { } space } && space.StartsWith("Wan27.Cmdlets", StringComparison.Ordinal));

    private static string[] CallersOf(string type, string member)
        => [.. Cmdlets
            .Where(caller => caller.Dependencies.OfType<MethodCallDependency>().Any(call => call.Target.Name == type && call.TargetMember.Name.StartsWith(member + "(", StringComparison.Ordinal)))
            .Select(static caller => caller.Name)];

    private static bool IsOfEngine(IType type) => type.Namespace is { FullName: { } space } && (space == Engine || space.StartsWith(Engine + ".", StringComparison.Ordinal));

    private static string RoomOf(IType type) => type.Namespace.FullName.Length == Engine.Length ? string.Empty : type.Namespace.FullName[(Engine.Length + 1)..].Split('.')[0];

    private static string NameOf(IType type) => type.Name.Split('`', '/', '+')[0];
}
