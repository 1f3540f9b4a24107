using System.Data.Common;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Torture;

/// <summary>Without a journal that can be written, nothing is submitted.</summary>
public sealed class BadJournalTests : EmulatedTests
{
    private const string Job = "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey fox";

    private string Journal => Shell.PathOf("home", "journal.db");

    [Fact]
    public void A_damaged_journal_stops_every_submit_and_is_kept()
    {
        Directory.CreateDirectory(Shell.PathOf("home"));
        File.WriteAllText(Journal, string.Concat(Enumerable.Repeat("not a database ", 1000)));

        Shell.Run(Job).OnlyError("Wan.Storage.JournalCorrupt");
        Shell.Run(Job).OnlyError("Wan.Storage.JournalCorrupt");

        AssertNothingWasSent();
        var aside = Assert.Single(Directory.GetFiles(Shell.PathOf("home"), "journal.corrupt-*.db"));
        Assert.StartsWith("not a database", File.ReadAllText(aside), StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_cannot_be_opened_stops_every_submit()
    {
        // A folder in its place is refused to every user, root included.
        Directory.CreateDirectory(Journal);

        var error = Shell.Run(Job).OnlyError("Wan.Storage.JournalReadOnly");

        Assert.Contains("WAN27_HOME", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        AssertNothingWasSent();
    }

    [Fact]
    public void A_journal_that_is_held_stops_the_submit_until_it_is_let_go()
    {
        Shell.Run("Get-WanTask").MustSucceed();
        using (var holder = Connect())
        {
            using var hold = holder.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            hold.ExecuteNonQuery();

            Shell.Run(Job).OnlyError("Wan.Storage.JournalLocked");
            AssertNothingWasSent();
        }

        Assert.NotNull(Shell.Run(Job).Single<WanTask>().TaskId);
    }

    /// <summary>A connection of the library that the module has loaded for itself.</summary>
    private DbConnection Connect()
    {
        var library = AppDomain.CurrentDomain.GetAssemblies().First(static assembly => assembly.GetName().Name == "Microsoft.Data.Sqlite");
        var connection = (DbConnection)Activator.CreateInstance(library.GetType("Microsoft.Data.Sqlite.SqliteConnection")!, $"Data Source={Journal};Pooling=False")!;
        connection.Open();
        return connection;
    }

    private void AssertNothingWasSent() => Assert.Empty(Emulator.Log());
}
