using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Xunit.Abstractions;

namespace Wan27.Engine.Tests.Architecture;

/// <summary>The walls between the engine's rooms, read from the built assembly.</summary>
public sealed class RoomTests(ITestOutputHelper log)
{
    private const string Engine = "Wan27.Engine";

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Built = new(static () => new ArchLoader().LoadAssemblies(typeof(RouteCatalogue).Assembly).Build());

    [Fact]
    public void No_two_rooms_import_each_other()
    {
        var imports = Imports();
        log.WriteLine(Draw(imports));

        var both = imports.Where(edge => string.CompareOrdinal(edge.Key.From, edge.Key.To) < 0 && imports.ContainsKey((edge.Key.To, edge.Key.From)))
            .Select(edge => $"{edge.Key.From} imports {edge.Key.To} ({edge.Value}), and back ({imports[(edge.Key.To, edge.Key.From)]})");
        Assert.Empty(both);
    }

    [Fact]
    public void No_room_reaches_itself_over_others()
    {
        var imports = Imports().Keys.ToLookup(static edge => edge.From, static edge => edge.To);
        foreach (var room in imports.Select(static group => group.Key))
        {
            Assert.DoesNotContain(room, Reached(room, imports));
        }
    }

    [Fact]
    public void No_room_takes_the_whole_engine_where_it_needs_a_part()
    {
        var whole = Built.Value.Types.Where(static type => type.Namespace?.FullName == Engine).ToHashSet();

        var takers = Built.Value.Types
            .Where(static type => IsIn(type, Engine) && RoomOf(type) is not null)
            .Where(type => type.GetTypeDependencies().Any(whole.Contains))
            .Select(static type => type.FullName);
        Assert.Empty(takers);
    }

    [Fact]
    public void The_drawing_of_the_rooms_is_true()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md")).ReplaceLineEndings("\n");

        Assert.Contains(Draw(Imports()), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_outside_its_folder_names_a_provider_in_code()
    {
        var folders = ProviderRegistry.All.Select(static kind => $"{Engine}.Providers.{kind.Name}").ToArray();
        var inside = Built.Value.Types.Where(type => folders.Any(folder => IsIn(type, folder))).ToHashSet();

        var outside = Built.Value.Types
            .Where(type => IsIn(type, Engine) && !inside.Contains(type) && type.Name != nameof(ProviderRegistry))
            .Where(type => type.GetTypeDependencies().Any(inside.Contains))
            .Select(static type => type.FullName);
        Assert.Empty(outside);
    }

    [Fact]
    public void Nobody_outside_its_folder_writes_a_word_of_the_official_provider()
    {
        string[] words = ["DashScope", "dashscope", "oss://", "task_status", "video-synthesis", "=getPolicy", "OSSAccessKeyId"];
        var own = $"{Path.DirectorySeparatorChar}Providers{Path.DirectorySeparatorChar}DashScope{Path.DirectorySeparatorChar}";

        // The name stands where profiles begin, and in the registry, which lists the folders.
        string[] knowing = ["StoredProfile.cs", "ProviderRegistry.cs"];
        var found = new[] { "Wan27.Engine", "Wan27.Cmdlets" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Root, "src", room), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains(own, StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !knowing.Contains(Path.GetFileName(path)))
            .SelectMany(path => File.ReadLines(path)
                .Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => words.Where(word => line.Contains(word, StringComparison.Ordinal)).Select(word => $"{Path.GetFileName(path)}: {word}")));
        Assert.Empty(found);
    }

    [Fact]
    public void Every_provider_of_the_data_has_a_folder_and_carries_what_it_lists()
    {
        Assert.Equal(ContractData.Current.Providers.Select(static entry => entry.Name), ProviderRegistry.All.Select(static kind => kind.Name));
        Assert.All(RouteCatalogue.All, static route => Assert.Contains(ProviderRegistry.All, kind => kind.Carries(route)));
    }

    [Fact]
    public void Every_provider_tells_its_errors_by_a_table_of_its_own_and_nobody_else_writes_its_codes()
    {
        Assert.All(ProviderRegistry.All, static kind =>
        {
            Assert.Equal(kind.Name, kind.Errors.Provider);
            Assert.True(File.Exists(Path.Combine(Root, "src", Engine, "Providers", kind.Name, "errors.json")), kind.Name);
            Assert.All(kind.Errors.Rows, static row => Assert.True(System.Enum.TryParse<WanBoundary>(row.Boundary, out _) && System.Enum.TryParse<WanRetry>(row.Retry, out _), row.Code));

            // What has neither a known code nor a known status has a row for its hundred.
            Assert.All(new[] { 305, 418, 507 }, status => Assert.Equal("Never.Seen", kind.Errors.Find("Never.Seen", null, status).Code));
        });

        var codes = ProviderRegistry.All.SelectMany(static kind => kind.Errors.Rows).Select(static row => $"\"{row.Code}\"").Distinct().ToArray();
        var found = Directory.EnumerateFiles(Path.Combine(Root, "src", Engine, nameof(Wan27.Engine.Contract)))
            .SelectMany(path => codes.Where(code => File.ReadAllText(path).Contains(code, StringComparison.Ordinal)).Select(code => $"{Path.GetFileName(path)}: {code}"));
        Assert.Empty(found);
    }

    internal static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Wan27.psd1")))
            {
                folder = folder.Parent!;
            }

            return folder.FullName;
        }
    }

    /// <summary>Which room imports which, with the first type that does. The engine's own face stands above the rooms.</summary>
    private static SortedDictionary<(string From, string To), string> Imports()
    {
        var imports = new SortedDictionary<(string From, string To), string>();
        foreach (var type in Built.Value.Types.Where(static type => IsIn(type, Engine)).OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            // The library takes type parameters of one name for one type, wherever they stand.
            foreach (var target in type.GetTypeDependencies().Where(static target => target is not GenericParameter && IsIn(target, Engine)))
            {
                if (RoomOf(type) is { } from && RoomOf(target) is { } to && from != to)
                {
                    imports.TryAdd((from, to), $"{type.Name} names {target.Name}");
                }
            }
        }

        return imports;
    }

    private static string Draw(SortedDictionary<(string From, string To), string> imports)
        => "```mermaid\nflowchart TD\n" + string.Concat(imports.Keys.Select(static edge => $"    {edge.From} --> {edge.To}\n")) + "```";

    private static HashSet<string> Reached(string room, ILookup<string, string> imports)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(imports[room]);
        while (open.TryDequeue(out var next))
        {
            if (seen.Add(next))
            {
                foreach (var further in imports[next])
                {
                    open.Enqueue(further);
                }
            }
        }

        return seen;
    }

    private static string? RoomOf(IType type)
        => type.Namespace.FullName.Length > Engine.Length ? type.Namespace.FullName[(Engine.Length + 1)..].Split('.')[0] : null;

    private static bool IsIn(IType type, string space)
        => type.Namespace is { FullName: { } name } && (name == space || name.StartsWith(space + ".", StringComparison.Ordinal));
}
