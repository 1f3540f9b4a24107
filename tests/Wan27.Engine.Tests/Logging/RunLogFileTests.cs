using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Logging;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Logging;

/// <summary>The files of a log.</summary>
public sealed class RunLogFileTests : IDisposable
{
    private const long Roomy = 1_000_000;

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("wan27-log-").FullName, "logs");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 18, 30, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_run_has_one_file_named_after_its_beginning_and_its_process()
    {
        var log = new RunLogFile(_folder, _time);
        log.Write("{}", Roomy, 5);
        _time.Advance(TimeSpan.FromHours(1));
        log.Write("{}", Roomy, 5);

        Assert.Matches($@"^wan27-20261122T183000Z-{Environment.ProcessId}-[0-9a-f]{{4}}\.jsonl$", Assert.Single(Names()));
        Assert.Equal(2, Lines().Count);
    }

    [Fact]
    public void A_full_file_is_followed_by_the_next_and_no_line_is_cut()
    {
        var log = new RunLogFile(_folder, _time);
        foreach (var number in Enumerable.Range(0, 100))
        {
            Assert.Null(log.Write($"{{\"number\":{number}}}", 200, 50));
        }

        Assert.True(Names().Length > 5);
        Assert.All(Directory.GetFiles(_folder), static file => Assert.InRange(new FileInfo(file).Length, 0, 220));
        Assert.Equal(Enumerable.Range(0, 100), Lines().Select(static line => line.GetProperty("number").GetInt32()).Order());
    }

    [Fact]
    public void Old_files_go_when_a_new_one_begins_but_neither_young_ones_nor_those_of_others()
    {
        Directory.CreateDirectory(_folder);
        var now = _time.GetUtcNow().UtcDateTime;
        foreach (var number in Enumerable.Range(1, 6))
        {
            Touch(Old(number), now.AddDays(-number).AddMinutes(-1));
            Touch(Young(number), now.AddHours(-number));
            Touch($"wan27-jobs-{number}.jsonl", now.AddDays(-number - 10));
        }

        new RunLogFile(_folder, _time).Write("{}", Roomy, 8);

        string[] kept = [.. Enumerable.Range(1, 6).SelectMany(static number => new[] { Young(number), $"wan27-jobs-{number}.jsonl" }), Old(1), Old(2)];
        Assert.Equal(kept.Order(), Names().Where(static name => !name.Contains("183000", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Lines_of_many_threads_stay_whole()
    {
        var log = new RunLogFile(_folder, _time);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            foreach (var number in Enumerable.Range(0, 100))
            {
                log.Write($"{{\"number\":{(thread * 100) + number},\"text\":\"{new string('x', 200)}\"}}", 20_000, 50);
            }
        })));

        Assert.Equal(Enumerable.Range(0, 800), Lines().Select(static line => line.GetProperty("number").GetInt32()).Order());
    }

    [Fact]
    public void What_cannot_be_written_is_said_once_and_again_after_it_had_worked()
    {
        File.WriteAllText(_folder, "a file in the folder's place");
        var log = new RunLogFile(_folder, _time);

        Assert.NotNull(log.Write("{}", Roomy, 5));
        Assert.Null(log.Write("{}", Roomy, 5));

        File.Delete(_folder);
        Assert.Null(log.Write("""{"number":1}""", Roomy, 5));
        Assert.Single(Lines());

        Directory.Delete(_folder, recursive: true);
        File.WriteAllText(_folder, "again");
        Assert.NotNull(log.Write("{}", Roomy, 5));
    }

    [UnixFact]
    public void Only_the_owner_can_read_it()
    {
        new RunLogFile(_folder, _time).Write("{}", Roomy, 5);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_folder))));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }
    }

    [Fact]
    public void A_folder_that_was_deleted_meanwhile_is_made_again()
    {
        var log = new RunLogFile(_folder, _time);
        log.Write("{}", Roomy, 5);
        Directory.Delete(_folder, recursive: true);

        Assert.Null(log.Write("{}", Roomy, 5));
        Assert.Single(Lines());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_said_and_not_thrown(string folder)
        => Assert.NotNull(new RunLogFile(folder, _time).Write("{}", Roomy, 5));

    private static string Old(int number) => $"wan27-20261101T00000{number}Z-17-00aa.jsonl";

    private static string Young(int number) => $"wan27-20261102T00000{number}Z-17-00aa.2.jsonl";

    private string[] Names() => [.. Directory.GetFiles(_folder).Select(static file => Path.GetFileName(file))];

    private void Touch(string name, DateTime at)
    {
        File.WriteAllText(Path.Combine(_folder, name), string.Empty);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, name), at);
    }

    private List<JsonElement> Lines()
        => [.. Directory.GetFiles(_folder, "wan27-*Z-*").SelectMany(File.ReadAllLines).Select(static line => JsonDocument.Parse(line).RootElement)];
}
