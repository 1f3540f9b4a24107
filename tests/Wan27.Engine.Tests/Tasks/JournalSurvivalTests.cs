using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Tasks;

public sealed class JournalSurvivalTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Many_threads_and_another_process_write_at_once_and_nothing_is_lost()
    {
        const int threads = 8;
        const int each = 5;
        using var child = new ChildProcess("write", _rig.Folder, "child", each.ToString(CultureInfo.InvariantCulture));

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            using var journal = new SqliteTaskJournal(_rig.Folder, TimeProvider.System);
            await Drafts.SubmitManyAsync(journal, $"thread{thread}", each);
        })));
        await child.EndAsync();

        var entries = await _rig.Journal.QueryAsync(new JournalFilter());
        Assert.Equal((threads + 1) * each, entries.Count);
        Assert.All(entries, static entry => Assert.Equal(WanTaskState.Completed, entry.Task.State));
    }

    [Fact]
    public async Task A_submit_cut_off_by_a_kill_is_found_and_a_running_one_is_left_alone()
    {
        using var killed = new ChildProcess("submit-and-hang", _rig.Folder, "killed");
        using var alive = new ChildProcess("submit-and-hang", _rig.Folder, "alive");
        var lost = await killed.ReadLineAsync();
        await alive.ReadLineAsync();
        await _rig.Journal.ReserveAsync(Drafts.For("own"));
        await killed.KillAsync();

        var interrupted = await _rig.Journal.FindInterruptedAsync(TimeSpan.FromDays(10_000));

        Assert.Equal(lost, Assert.Single(interrupted).LocalId);
        Assert.Equal("killed", interrupted[0].Task.JobKey);
    }

    [Fact]
    public async Task A_submit_older_than_any_can_be_is_interrupted_whoever_made_it()
    {
        await _rig.Journal.ReserveAsync(Drafts.For("old"));
        _rig.Time.Advance(TimeSpan.FromMinutes(11));
        await _rig.Journal.ReserveAsync(Drafts.For("new"));

        Assert.Equal("old", Assert.Single(await _rig.Journal.FindInterruptedAsync(TimeSpan.FromMinutes(10))).Task.JobKey);
    }

    [Fact]
    public async Task Another_process_of_the_same_number_is_not_taken_for_the_one_that_submitted()
    {
        using var earlier = _rig.Open(new JournalOptions { Owner = OwnerProcess.Current with { Started = "earlier" } });
        await earlier.ReserveAsync(Drafts.For("fox"));

        Assert.Single(await _rig.Journal.FindInterruptedAsync(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_submit_of_another_machine_is_only_judged_by_its_age()
    {
        using var elsewhere = _rig.Open(new JournalOptions { Owner = new OwnerProcess("another-machine", 1, "x") });
        await elsewhere.ReserveAsync(Drafts.For("fox"));

        Assert.Empty(await _rig.Journal.FindInterruptedAsync(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task What_lies_in_the_log_of_a_killed_process_is_not_lost()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        var copy = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_rig.Folder)!, "copy")).FullName;
        foreach (var name in new[] { "journal.db", "journal.db-wal" })
        {
            // What a kill leaves: the file and its log, without the orderly end.
            File.Copy(Path.Combine(_rig.Folder, name), Path.Combine(copy, name));
        }

        using var after = new SqliteTaskJournal(copy, TimeProvider.System);

        Assert.True(new FileInfo(Path.Combine(copy, "journal.db-wal")).Length > 0);
        Assert.Equal("fox", (await after.FindByTaskIdAsync("task-1"))?.Task.JobKey);
    }

    [Fact]
    public async Task An_older_layout_is_brought_up_to_date_with_its_rows_by_whoever_comes_first()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        var next = new JournalSchema([.. JournalSchema.Current.Steps, "ALTER TABLE task ADD COLUMN note TEXT NOT NULL DEFAULT 'none'"]);

        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var journal = new SqliteTaskJournal(_rig.Folder, TimeProvider.System, new JournalOptions { Schema = next });
            return (await journal.FindByTaskIdAsync("task-1"))?.Task.JobKey;
        })));

        Assert.All(found, static jobKey => Assert.Equal("fox", jobKey));
        Assert.Equal("none", Scalar("SELECT note FROM task"));
        Assert.Equal((long)next.Steps.Count, Scalar("PRAGMA user_version"));
    }

    [Fact]
    public async Task The_published_first_layout_can_still_be_read()
    {
        Directory.CreateDirectory(_rig.Folder);
        using (var connection = Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tasks", "journal-v1.sql"));
            command.ExecuteNonQuery();
        }

        var entry = await _rig.Journal.FindByJobKeyAsync("main", "fox");

        Assert.Equal(("task-1", WanTaskState.Completed, (object)5), (entry?.Task.TaskId, entry?.Task.State, entry?.Task.Request["Duration"]));
        Assert.Equal(5, entry?.Task.Usage?.BilledUnits);
        Assert.Empty(entry!.Task.Warnings);
        Assert.Equal(ReservationKind.Conflict, (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Kind);
    }

    [Fact]
    public async Task A_layout_of_a_later_version_is_left_alone()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        Scalar("PRAGMA user_version = 99");

        Assert.Equal("Wan.Storage.JournalNewer", await FailAsync(_rig.Open()));
        Assert.Equal(99L, Scalar("PRAGMA user_version"));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("header")]
    [InlineData("truncated")]
    [InlineData("emptied")]
    public async Task A_damaged_journal_is_kept_aside_and_never_replaced_by_itself(string damage)
    {
        for (var number = 0; number < 200; number++)
        {
            await Drafts.SubmitAsync(_rig.Journal, $"fox-{number}", $"task-{number}");
        }

        _rig.Journal.Dispose();
        Damage(damage);
        var bytes = await File.ReadAllBytesAsync(_rig.FilePath);
        var journal = _rig.Open();

        Assert.Equal("Wan.Storage.JournalCorrupt", await FailAsync(journal));
        Assert.Equal("Wan.Storage.JournalCorrupt", await FailAsync(journal));
        Assert.Equal("Wan.Storage.JournalCorrupt", await FailAsync(_rig.Open()));

        var aside = Assert.Single(Directory.GetFiles(_rig.Folder, "journal.corrupt-20261122-090000.db"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside));
        Assert.False(File.Exists(_rig.FilePath));

        // The user's own decision: an empty journal.
        File.Move(aside, aside + ".kept");
        Assert.Equal(ReservationKind.New, (await _rig.Open().ReserveAsync(Drafts.For("fox-1"))).Kind);
    }

    [Fact]
    public async Task A_locked_journal_is_named_after_the_wait()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        using var other = Connect();
        using var transaction = other.BeginTransaction(deferred: false);
        using var journal = _rig.Open(new JournalOptions { BusyTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("Wan.Storage.JournalLocked", await FailAsync(journal));

        transaction.Rollback();
        Assert.Equal(ReservationKind.New, (await journal.ReserveAsync(Drafts.For("owl"))).Kind);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_journal_is_named()
    {
        Directory.CreateDirectory(_rig.FilePath);

        Assert.Equal("Wan.Storage.JournalReadOnly", await FailAsync(_rig.Journal));
        Assert.True(Directory.Exists(_rig.FilePath));
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_named()
    {
        await File.WriteAllTextAsync(_rig.Folder, "x");

        Assert.Equal("Wan.Storage.JournalReadOnly", await FailAsync(_rig.Journal));
        File.Delete(_rig.Folder);
    }

    [TinyDiskFact]
    public async Task A_journal_that_cannot_be_written_is_named()
    {
        using var disk = new TinyDisk("4m");
        using (var journal = new SqliteTaskJournal(disk.Folder, TimeProvider.System))
        {
            await Drafts.SubmitAsync(journal, "fox", "task-1");
        }

        disk.MakeReadOnly();
        using var after = new SqliteTaskJournal(disk.Folder, TimeProvider.System);

        Assert.Equal("Wan.Storage.JournalReadOnly", await FailAsync(after));
    }

    [TinyDiskFact]
    public async Task A_full_disk_is_named_and_what_was_written_stays()
    {
        using var disk = new TinyDisk("1m");
        using var journal = new SqliteTaskJournal(disk.Folder, TimeProvider.System);
        var written = 0;

        var failed = await Assert.ThrowsAsync<WanException>(async () =>
        {
            while (true)
            {
                await journal.ReserveAsync(Drafts.For($"fox-{written}") with { Prompt = new string('p', 5000) });
                written++;
            }
        });
        disk.Grow("8m");

        Assert.Equal("Wan.Storage.JournalFull", failed.Error.ErrorId);
        Assert.Equal(written, (await journal.QueryAsync(new JournalFilter())).Count);
        Assert.Equal(ReservationKind.New, (await journal.ReserveAsync(Drafts.For("after"))).Kind);
    }

    [Theory]
    [InlineData("UPDATE task SET state = 'Dreaming'", "the state 'Dreaming'")]
    [InlineData("UPDATE task SET state = '7'", "the state '7'")]
    [InlineData("UPDATE task SET region = 'Mars'", "the region 'Mars'")]
    [InlineData("UPDATE task SET usage = '['", "usage of another form")]
    public async Task A_row_of_a_later_version_is_one_clear_error_and_harms_no_other_job(string change, string what)
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        Scalar(change);

        var failed = await Assert.ThrowsAsync<WanException>(async () => await _rig.Journal.QueryAsync(new JournalFilter()));

        Assert.Equal("Wan.Storage.JournalRowUnreadable", failed.Error.ErrorId);
        Assert.Equal($"The journal '{_rig.FilePath}' holds a task with {what}, which this version of the module does not know.", failed.Message);
        Assert.Equal(ReservationKind.New, (await _rig.Journal.ReserveAsync(Drafts.For("owl"))).Kind);
        Assert.Equal("Wan.Storage.JournalRowUnreadable", (await Assert.ThrowsAsync<WanException>(async () => await _rig.Journal.ReserveAsync(Drafts.For("fox")))).Error.ErrorId);
    }

    [TinyDiskFact]
    public async Task A_folder_of_another_user_is_named()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Root reads everything, so that another user must try it.
        var home = Path.Combine(_rig.Folder, "..", "theirs");
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(_rig.Folder, ".."), (UnixFileMode)0b111_101_101);
        using var nobody = ChildProcess.AsUser(65534, "journal-error", home);

        Assert.Equal(["Wan.Storage.JournalReadOnly"], await nobody.EndAsync());
    }

    [TinyDiskFact]
    public async Task A_first_run_on_a_disk_that_is_nearly_full_says_so_and_works_once_there_is_space()
    {
        for (var kilobytes = 4; kilobytes <= 240; kilobytes += 4)
        {
            using var disk = new TinyDisk(string.Create(CultureInfo.InvariantCulture, $"{kilobytes}k"));
            using (var first = new SqliteTaskJournal(disk.Folder, TimeProvider.System))
            {
                var failed = await Record.ExceptionAsync(async () => await first.ReserveAsync(Drafts.For("fox")));

                Assert.True(failed is null or WanException { Error.ErrorId: "Wan.Storage.JournalFull" }, $"{kilobytes} KB: {failed}");
            }

            Assert.DoesNotContain(Directory.GetFiles(disk.Folder), static file => file.Contains("journal.corrupt", StringComparison.Ordinal) || file.Contains("journal.new", StringComparison.Ordinal));
            disk.Grow("8m");
            using var after = new SqliteTaskJournal(disk.Folder, TimeProvider.System);
            Assert.Contains((await after.ReserveAsync(Drafts.For("fox"))).Kind, new[] { ReservationKind.New, ReservationKind.Existing });
        }
    }

    [Fact]
    public async Task What_killed_first_runs_left_is_removed_and_nothing_else()
    {
        using var child = new ChildProcess("submit-and-hang", _rig.Folder, "owl");
        await child.ReadLineAsync();
        await child.KillAsync();
        var own = new JournalDraftFile(_rig.Folder, OwnerProcess.Current).FilePath;
        var gone = new JournalDraftFile(_rig.Folder, OwnerProcess.Current with { Id = child.Id }).FilePath;
        var elsewhere = new JournalDraftFile(_rig.Folder, OwnerProcess.Current with { Host = "elsewhere" }).FilePath;
        var oldElsewhere = new JournalDraftFile(_rig.Folder, OwnerProcess.Current with { Host = "elsewhere" }).FilePath;
        var old = Path.Combine(_rig.Folder, "journal.new-0123456789abcdef0123456789abcdef");
        var mine = Path.Combine(_rig.Folder, "journal.old");
        string[] files = [own, gone, gone + "-journal", elsewhere, oldElsewhere, old, mine];
        files.ToList().ForEach(static file => File.WriteAllText(file, "x"));
        var now = _rig.Time.GetUtcNow().UtcDateTime;
        Array.ForEach([own, gone, elsewhere], file => File.SetLastWriteTimeUtc(file, now.AddHours(-23)));
        Array.ForEach([oldElsewhere, old, mine], file => File.SetLastWriteTimeUtc(file, now.AddHours(-25)));

        await _rig.Journal.QueryAsync(new JournalFilter());

        Assert.Equal([own, elsewhere, mine], files.Where(File.Exists));
    }

    private static async Task<string> FailAsync(SqliteTaskJournal journal)
        => (await Assert.ThrowsAsync<WanException>(async () => await journal.ReserveAsync(Drafts.For("new")))).Error.ErrorId;

    private void Damage(string damage)
    {
        using var file = new FileStream(_rig.FilePath, FileMode.Open);
        switch (damage)
        {
            case "garbage":
                file.Write(Enumerable.Repeat((byte)0x5A, (int)file.Length).ToArray());
                break;
            case "header":
                file.Write("not a database at all"u8);
                break;
            case "truncated":
                file.SetLength(file.Length / 2);
                break;
            default:
                file.SetLength(0);
                break;
        }
    }

    private object? Scalar(string text)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_rig.FilePath};Pooling=False");
        connection.Open();
        return connection;
    }
}
