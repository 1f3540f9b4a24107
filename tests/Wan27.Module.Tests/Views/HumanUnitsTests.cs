using Wan27.Cmdlets.Views;

namespace Wan27.ModuleTests.Views;

public sealed class HumanUnitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(3565158, "3.4 MB")]
    [InlineData(5368709120, "5 GB")]
    public void A_size_has_the_largest_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, HumanUnits.Size(bytes));

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0.4, "0s")]
    [InlineData(42, "42s")]
    [InlineData(65, "1m 05s")]
    [InlineData(3599.9, "59m 59s")]
    [InlineData(7800, "2h 10m")]
    [InlineData(183600, "2d 03h")]
    public void A_duration_has_two_units(double seconds, string expected) => Assert.Equal(expected, HumanUnits.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(-60, "0s", "now")]
    [InlineData(0.5, "0s", "now")]
    [InlineData(59.9, "59s", "59s ago")]
    [InlineData(200, "3m", "3m ago")]
    [InlineData(7300, "2h", "2h ago")]
    [InlineData(172000, "47h", "47h ago")]
    [InlineData(260000, "3d", "3d ago")]
    public void An_age_has_one_unit_and_is_never_in_the_future(double seconds, string age, string ago)
        => Assert.Equal((age, ago), (HumanUnits.Age(Now.AddSeconds(-seconds), Now), HumanUnits.Ago(Now.AddSeconds(-seconds), Now)));

    [Theory]
    [InlineData(0, "expired")]
    [InlineData(-1, "expired")]
    [InlineData(30, "30s left")]
    [InlineData(3599, "59m left")]
    [InlineData(86399, "23h left")]
    [InlineData(172799, "47h left")]
    public void Time_left_is_never_rounded_up(double seconds, string expected) => Assert.Equal(expected, HumanUnits.Left(Now.AddSeconds(seconds), Now));

    [Theory]
    [InlineData("Ansi", null, true, true)]
    [InlineData("Host", null, false, true)]
    [InlineData("Host", null, true, false)]
    [InlineData("Host", "", false, true)]
    [InlineData("Ansi", "1", false, false)]
    [InlineData("PlainText", null, false, false)]
    [InlineData(null, null, false, false)]
    public void Colours_are_used_where_nobody_objects(string? rendering, string? noColor, bool redirected, bool expected)
        => Assert.Equal(expected, ViewStyle.IsWanted(rendering, noColor, redirected));

    [Fact]
    public void What_dies_before_the_saving_would_warn_is_warned_of()
    {
        using var shell = new Hosting.Shell();

        Assert.Equal(
            [ViewStyle.Bad, ViewStyle.Doubtful, null],
            new[] { 0, 1.9, 2.1 }.Select(hours => ViewText.LeftStyle(TimeSpan.FromHours(hours))));
    }
}
