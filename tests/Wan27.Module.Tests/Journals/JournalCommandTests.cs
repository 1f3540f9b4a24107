using System.Management.Automation;
using Wan27.Engine.Tests.Postgres;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Journals;

/// <summary>Set-, Get-, Test- and Copy-WanJournal as a user meets them, against a real server.</summary>
[Collection(PostgresTests.Name)]
public sealed class JournalCommandTests(PostgresServer server) : IDisposable
{
    private const string Start = "Start-WanTextVideoTask 'a fox' -Resolution 720P -Duration 2";

    private readonly Shell _shell = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WAN27_JOURNAL", null);
        Environment.SetEnvironmentVariable("WAN27_TEST_DATABASE", null);
        _shell.Dispose();
    }

    [Fact]
    public void The_local_journal_is_used_until_another_is_set()
    {
        var journal = _shell.Run("Get-WanJournal").Single<WanJournal>();

        Assert.Equal(("Local", "default", 0), (journal.Kind, journal.Source, journal.Layout));
        Assert.False(File.Exists(journal.Path));
        Assert.All(_shell.Run("Test-WanJournal").MustSucceed().Of<WanJournalCheck>(), static check => Assert.True(check.Passed));
        _shell.Run("Copy-WanJournal").OnlyError("Wan.Storage.NoSharedJournal");
    }

    [PostgresFact]
    public async Task A_batch_in_a_shared_journal_is_seen_from_another_home()
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_DATABASE", await server.MakeDatabaseAsync());
        _shell.Run("Set-WanJournal -Postgres -ConnectionVariable WAN27_TEST_DATABASE; Start-WanEmulator -TaskSeconds 0 -Default").MustSucceed();
        var paid = _shell.Run($"$null = {Start} -JobKey fox | Wait-WanTask | Save-WanResult out; Get-WanTask").MustSucceed().Of<WanTask>().Single();
        var journal = _shell.Run("Get-WanJournal").Single<WanJournal>();

        Assert.False(File.Exists(_shell.PathOf("home", "journal.db")));
        Assert.Equal(("Postgres", "setting, variable WAN27_TEST_DATABASE", $"127.0.0.1:{server.Port}"), (journal.Kind, journal.Source, journal.Server));
        Assert.Equal(1, journal.Rows["stored"]);
        Assert.True(journal.RoundTrip > TimeSpan.Zero && journal.ClockDifference is not null && journal.Layout > 0);
        Assert.All(_shell.Run("Test-WanJournal").MustSucceed().Of<WanJournalCheck>(), static check => Assert.True(check.Passed));
        Assert.Equal(
            ["Source", "Connection", "TLS", "Primary", "Layout", "Rights", "Latency", "Clock", "Transaction"],
            _shell.Run("Test-WanJournal").MustSucceed().Of<WanJournalCheck>().Select(static check => check.Check));

        // A machine with other settings and the same account: by the variable that containers have.
        Environment.SetEnvironmentVariable("WAN27_JOURNAL", "WAN27_TEST_DATABASE");
        var again = _shell.Run($"Set-WanJournal -Local -WarningAction SilentlyContinue; {Start} -JobKey fox").Single<WanTask>();

        Assert.Equal((paid.TaskId, WanTaskState.Stored), (again.TaskId, again.State));
        Assert.Equal("variable WAN27_JOURNAL, variable WAN27_TEST_DATABASE", _shell.Run("Get-WanJournal").Single<WanJournal>().Source);
    }

    [PostgresFact]
    public async Task Local_rows_are_copied_once_with_their_history_and_their_keys_are_honoured()
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_DATABASE", await server.MakeDatabaseAsync());
        _shell.Run("Start-WanEmulator -TaskSeconds 0 -Default").MustSucceed();
        var fox = _shell.Run($"{Start} -JobKey fox | Wait-WanTask").Single<WanTask>();
        _shell.Run($"{Start} -JobKey owl").MustSucceed();
        var set = _shell.Run("Set-WanJournal -Postgres -ConnectionVariable WAN27_TEST_DATABASE");

        Assert.Contains("holds 1 task that has not come to an end", Assert.Single(set.Warnings), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Copy-WanJournal -WhatIf; Get-WanTask").MustSucceed().Output);
        Assert.Equal((2, 0, 0, 0), Of(_shell.Run("Copy-WanJournal").Single<WanJournalCopy>()));
        Assert.Equal((0, 2, 0, 0), Of(_shell.Run("Copy-WanJournal").Single<WanJournalCopy>()));
        Assert.Equal(fox.TaskId, _shell.Run($"{Start} -JobKey fox").Single<WanTask>().TaskId);
        Assert.Equal(2, _shell.Run("Get-WanTask").MustSucceed().Output.Count);
        Assert.Equal(2L, await PostgresServer.ReadAsync(Environment.GetEnvironmentVariable("WAN27_TEST_DATABASE")!, "SELECT count(DISTINCT local_id) FROM wan27.history"));

        static (int, int, int, int) Of(WanJournalCopy copy) => (copy.Copied, copy.Known, copy.WithoutKey, copy.Left);
    }

    [PostgresFact]
    public async Task A_secret_is_read_once_and_its_place_alone_is_kept()
    {
        var text = await server.MakeDatabaseAsync();
        var journal = _shell.Run($"function Get-Secret {{ param($Name, $Vault) '{text}' }}; Set-WanJournal -Postgres -ConnectionSecret db -Vault v; Get-WanJournal").Single<WanJournal>();

        Assert.Equal("setting, secret db in vault v", journal.Source);
        Assert.Empty(_shell.Run("Get-WanTask").MustSucceed().Output);
        var setting = await File.ReadAllTextAsync(_shell.PathOf("home", "journal.json"));
        Assert.Contains("\"vault\": \"v\"", setting, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, setting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-WanJournal", "Wan.Storage.JournalSourcesExclude", "It is not said which journal to use, or both are given.")]
    [InlineData("Set-WanJournal -Postgres", "Wan.Storage.JournalSourcesExclude", "A shared journal needs the place of its connection text.")]
    [InlineData("Set-WanJournal -Local -ConnectionVariable A", "Wan.Storage.JournalSourcesExclude", "The local journal has no connection text; ConnectionVariable is given as well.")]
    [InlineData("Set-WanJournal -Postgres -ConnectionVariable A -ConnectionFile b", "Wan.Storage.JournalSourcesExclude", "ConnectionVariable and ConnectionFile exclude each other: there is one connection text.")]
    [InlineData("Set-WanJournal -Postgres -ConnectionVariable A -Vault v", "Wan.Storage.JournalSourcesExclude", "-Vault belongs to -ConnectionSecret.")]
    [InlineData("Set-WanJournal -Postgres -ConnectionVariable 'Host=h;Password=secret-word'", "Wan.Storage.SharedJournalSource", "A connection text was given where the name of its place belongs. It was not stored.")]
    [InlineData("Set-WanJournal -Postgres -ConnectionSecret 'postgres://u:secret-word@h/d'", "Wan.Storage.SharedJournalSource", "A connection text was given where the name of its place belongs. It was not stored.")]
    public void What_cannot_be_is_refused_and_nothing_is_set(string command, string id, string message)
    {
        var error = _shell.Run(command).OnlyError(id);

        Assert.Equal(message, error.Exception.Message);
        Assert.DoesNotContain("secret-word", error + error.ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
        Assert.False(File.Exists(_shell.PathOf("home", "journal.json")));
    }

    [Theory]
    [InlineData("WAN27_TEST_NOWHERE", "There is no connection text of the shared journal in the variable WAN27_TEST_NOWHERE.")]
    [InlineData("./nowhere.txt", "cannot be read.")]
    [InlineData("Host=h;Password=secret-word", "A connection text was given where the name of its place belongs. It was not stored.")]
    public void A_variable_that_leads_nowhere_ends_every_command_and_never_falls_back(string value, string message)
    {
        Environment.SetEnvironmentVariable("WAN27_JOURNAL", value);
        _shell.Run("Start-WanEmulator -Default").MustSucceed();

        foreach (var command in new[] { "Get-WanTask", "Get-WanJournal", "Test-WanJournal", Start, "Remove-WanTask x", "'x' | Save-WanResult -Destination out" })
        {
            var error = _shell.Run(command).OnlyError("Wan.Storage.SharedJournalSource");
            Assert.EndsWith(message, error.Exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-word", error.ToString(), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_shell.PathOf("home", "journal.db")));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=9;Database=d;Username=u;Password=secret-word-of-tests;Timeout=1", "Connection", "Wan.Storage.SharedJournalAway")]
    [InlineData("postgresql://u:secret-word-of-tests@127.0.0.1:9/d?connect_timeout=1", "Connection", "Wan.Storage.SharedJournalAway")]
    public void A_server_that_is_not_there_is_said_without_the_password(string text, string check, string id)
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_DATABASE", text);
        var checks = _shell.Run("Set-WanJournal -Postgres -ConnectionVariable WAN27_TEST_DATABASE; Test-WanJournal").MustSucceed().Of<WanJournalCheck>();

        var failed = Assert.Single(checks, static row => row.Passed == false);
        Assert.Equal((check, id), (failed.Check, failed.ErrorId));
        Assert.DoesNotContain("secret-word", string.Concat(checks), StringComparison.Ordinal);
        Assert.All(checks.SkipWhile(row => row != failed).Skip(1), static row => Assert.Equal(WanCheckStatus.Skipped, row.Status));
    }
}
