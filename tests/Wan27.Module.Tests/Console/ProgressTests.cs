using Microsoft.Extensions.Time.Testing;
using Wan27.Console;

namespace Wan27.ModuleTests.Console;

public sealed class ProgressTests : IDisposable
{
    private const string Erase = "\r\u001b[J";
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _screen = new() { NewLine = "\n" };

    [Fact]
    public void Progress_is_drawn_at_most_four_times_a_second_and_ends_with_the_newest_state()
    {
        using Terminal terminal = Create(isTerminal: true);
        for (int i = 1; i <= 100; i++)
        {
            terminal.Report(Entry($"step {i}"));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        string[] drawn = [.. Screen.Split(Erase).Where(text => text.Length > 0)];
        Assert.InRange(drawn.Length, 4, 5);
        Assert.Equal("step 100", drawn[^1]);
    }

    [Fact]
    public void Other_output_takes_the_place_of_the_progress_line_which_then_comes_back()
    {
        using Terminal terminal = Create(isTerminal: true);
        terminal.Report(Entry("waiting"));
        terminal.Write(terminal.Output, "a result\n");
        Assert.Equal($"waiting{Erase}a result\n", Screen);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.EndsWith("a result\nwaiting", Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_never_runs_into_a_line_that_is_still_open()
    {
        using Terminal terminal = Create(isTerminal: true);
        terminal.Write(terminal.Output, "Name: ");
        terminal.Report(Entry("waiting"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Name: ", Screen);
    }

    [Fact]
    public void A_finished_activity_leaves_nothing_behind()
    {
        using Terminal terminal = Create(isTerminal: true);
        terminal.Report(Entry("waiting"));
        terminal.Report(Entry(null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal($"waiting{Erase}", Screen);
    }

    [Fact]
    public void Several_activities_have_a_line_each_and_are_erased_together()
    {
        using Terminal terminal = Create(isTerminal: true);
        terminal.Write(terminal.Output, "before\n");
        terminal.Report(Entry("waiting"));
        terminal.Report(Entry("saving", activity: 2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.EndsWith("waiting\nsaving", Screen, StringComparison.Ordinal);

        terminal.ClearProgress();
        Assert.EndsWith("saving\r\u001b[1A\u001b[J", Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_cut_to_the_terminals_width_in_cells()
    {
        using Terminal terminal = Create(isTerminal: true, width: 11);
        terminal.Report(Entry("长长的描述 and more"));
        Assert.Equal("长长的描…", Screen);
    }

    [Fact]
    public void Nothing_is_drawn_when_the_error_stream_is_redirected()
    {
        using Terminal terminal = Create(isTerminal: false);
        terminal.Report(Entry("waiting"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", Screen);
    }

    private string Screen => _screen.ToString();

    public void Dispose() => _screen.Dispose();

    private static ProgressEntry Entry(string? text, int activity = 1) => new((0, activity), text);

    private Terminal Create(bool isTerminal, int width = 80)
    {
        var stream = new OutputStreamTarget(_screen, isTerminal, IsColoured: false);
        return new Terminal(stream, stream, () => width, _time);
    }
}
