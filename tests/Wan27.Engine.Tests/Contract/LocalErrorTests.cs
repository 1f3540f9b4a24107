using System.Reflection;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tests.Contract;

/// <summary>The errors that are found here: the table has their words, the classes of the boundaries their members.</summary>
public sealed partial class LocalErrorTests
{
    public static TheoryData<string> Members => [.. Classes.SelectMany(static type => MembersOf(type), static (type, member) => $"{type.Name}.{member.Name}")];

    private static IEnumerable<Type> Classes
        => Enum.GetNames<WanBoundary>().Select(static boundary => typeof(LocalErrors).Assembly.GetType($"{typeof(LocalErrors).Namespace}.{boundary}Errors")).OfType<Type>();

    [Fact]
    public void Every_form_of_the_table_has_a_member_of_its_boundary_and_every_member_a_form()
        => Assert.All(Enum.GetValues<WanBoundary>(), static boundary => Assert.Equal(
            LocalErrors.Of(boundary).Members.Order(StringComparer.Ordinal),
            Classes.Where(type => type.Name == $"{boundary}Errors").SelectMany(MembersOf).Select(static member => member.Name).Order(StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_fills_its_form_whole_with_what_it_is_given(string name)
    {
        var member = Classes.SelectMany(MembersOf).Single(member => $"{member.DeclaringType!.Name}.{member.Name}" == name);
        var values = member.GetParameters().Select(Sample).ToArray();

        var error = ((WanException)member.Invoke(null, values)!).Error;

        var row = ErrorCatalogue.LocalOf(error.ErrorId)!;
        var form = ErrorCatalogue.FormsOf(row).Single(form => row.Code + form.Name == member.Name);
        Assert.Equal((row.Boundary, ErrorCatalogue.RetryOf(row, form)), (error.Boundary, error.Retry));
        var said = $"{error.Message} {error.RecommendedAction}";
        Assert.DoesNotMatch(Hole(), said);
        Assert.All(values.Where(static value => value is not Exception), value => Assert.Contains(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!, said, StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_that_led_to_an_error_stays_with_it()
        => Assert.All(Classes.SelectMany(MembersOf).Where(static member => member.GetParameters().Any(static parameter => parameter.ParameterType == typeof(Exception))), static member =>
        {
            var values = member.GetParameters().Select(Sample).ToArray();
            Assert.Same(values[^1], ((WanException)member.Invoke(null, values)!).InnerException);
        });

    [Fact]
    public void A_hole_without_a_value_and_a_value_without_a_hole_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => LocalErrors.Of(WanBoundary.Async).Make([], member: nameof(AsyncErrors.TaskCanceled)));
        Assert.Throws<ArgumentException>(static () => LocalErrors.Of(WanBoundary.Async).Make([("task", "1"), ("more", "2")], member: nameof(AsyncErrors.TaskCanceled)));
    }

    [Fact]
    public void Ids_are_there_once_in_their_order_and_belong_to_a_boundary()
    {
        var ids = ErrorCatalogue.Local.Select(static row => row.Id).ToArray();

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, static id => Assert.Matches(@"^Wan\.[A-Z][a-z]+\.[A-Z][A-Za-z]+$", id));
        Assert.All(ErrorCatalogue.Local, static row => Assert.True(Enum.IsDefined(row.Boundary), row.Id));
    }

    [Fact]
    public void A_row_has_words_of_its_own_or_those_of_a_row_that_has_some_or_is_an_id_that_code_knows()
        => Assert.All(ErrorCatalogue.Local, static row =>
        {
            var known = typeof(ErrorIds).GetFields().Select(static field => field.GetRawConstantValue());
            Assert.True(row.Forms is { Count: > 0 } ? row.Like is null : row.Like is null ? known.Contains(row.Id) : ErrorCatalogue.LocalOf(row.Like) is { Forms.Count: > 0 }, row.Id);
        });

    [Fact]
    public void The_main_form_of_a_row_stands_first()
        => Assert.All(ErrorCatalogue.Local, static row => Assert.DoesNotContain(ErrorCatalogue.FormsOf(row).Skip(1), static form => form.Name.Length == 0));

    [Fact]
    public void Ids_that_code_acts_on_are_rows_of_the_table()
        => Assert.All(typeof(ErrorIds).GetFields(), static field => Assert.NotNull(ErrorCatalogue.LocalOf((string)field.GetRawConstantValue()!)));

    [Fact]
    public void No_id_is_written_out_in_code()
    {
        var found = Sources()
            .Where(static path => Path.GetFileName(path) != $"{nameof(ErrorIds)}.cs")
            .SelectMany(static path => File.ReadLines(path).Where(static line => Written().IsMatch(line)).Select(line => $"{Path.GetFileName(path)}: {line.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Every_member_is_raised_somewhere()
    {
        var classes = Classes.Select(static type => $"{type.Name}.cs").ToHashSet(StringComparer.Ordinal);
        var raised = Sources().Where(path => !classes.Contains(Path.GetFileName(path)))
            .SelectMany(static path => Raised().Matches(File.ReadAllText(path)))
            .Select(static match => match.Value)
            .ToHashSet(StringComparer.Ordinal);

        // The form of a proxy that nobody knew of is shared with the requests to the service; a download has another error for it.
        Assert.Equal(["StorageErrors.ProxyFailedUnseen"], Classes.SelectMany(MembersOf, static (type, member) => $"{type.Name}.{member.Name}").Where(member => !raised.Contains(member)));
    }

    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(Path.Combine(Architecture.RoomTests.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<MethodInfo> MembersOf(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Static);

    private static object Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) || type == typeof(object) => $"<{parameter.Name}>",
        var type when type == typeof(int) => 20 + parameter.Position,
        var type when type == typeof(long) => 20L + parameter.Position,
        var type when type == typeof(WanTask) => new WanTask { TaskId = "task-of-a-sample" },
        { IsEnum: true } type => Enum.GetValues(type).GetValue(parameter.Position % Enum.GetValues(type).Length)!,
        var type when type == typeof(Exception) => new InvalidOperationException(),
        var type => throw new NotSupportedException($"No sample of {type}."),
    };

    [GeneratedRegex(@"\{[a-z][A-Za-z.]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b[A-Z][a-z]+Errors\.[A-Z][A-Za-z]+\b")]
    private static partial Regex Raised();

    [GeneratedRegex(@"""Wan\.[A-Z][a-z]+\.[A-Z]")]
    private static partial Regex Written();
}
