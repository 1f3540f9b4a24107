using System.Collections.ObjectModel;
using System.Data.Common;
using System.Management.Automation;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Completion;

/// <summary>The tab key, asked through the engine as a shell asks it.</summary>
public sealed class CompletionTests : EmulatedTests
{
    private string Home => Shell.PathOf("home");

    [Fact]
    public void Profiles_are_offered_with_their_region_host_and_key_source()
    {
        Shell.Run("Set-WanProfile main Beijing -ApiKeyVariable KEY").MustSucceed();

        Assert.Equal(["emulator", "main"], Texts("Start-WanVideoTask -Profile "));
        Assert.Equal("Beijing, https://dashscope.aliyuncs.com/api/v1, key from variable KEY", Assert.Single(Complete("Get-WanProfile m")).ToolTip);
    }

    [Theory]
    [InlineData("Set-WanProfile x ", "Beijing", "Singapore")]
    [InlineData("Set-WanProfile x -Region s", "Singapore")]
    [InlineData("Start-WanVideoTask -Model ", "wan2.7-i2v", "wan2.7-i2v-2026-04-25")]
    [InlineData("Test-WanVideoInput -Model ", "wan2.7-i2v", "wan2.7-i2v-2026-04-25")]
    [InlineData("Start-WanVideoEditTask -Model ", "wan2.7-videoedit")]
    [InlineData("Test-WanVideoEditInput -Model ", "wan2.7-videoedit")]
    [InlineData("New-WanImage -Model ", "wan2.7-image-pro", "wan2.7-image")]
    [InlineData("Start-WanImageTask -Model ", "wan2.7-image-pro", "wan2.7-image")]
    [InlineData("Test-WanImageInput -Model ", "wan2.7-image-pro", "wan2.7-image")]
    [InlineData("Publish-WanMedia -Model wan2.7-v", "wan2.7-videoedit")]
    [InlineData("New-WanImage -Size ", "1K", "2K", "4K")]
    [InlineData("Start-WanVideoTask -Resolution ", "720P", "1080P")]
    [InlineData("Start-WanVideoEditTask -Resolution 7", "720P")]
    [InlineData("Start-WanVideoEditTask -Ratio 1", "16:9", "1:1")]
    [InlineData("Start-WanVideoEditTask -AudioSetting ", "auto", "origin")]
    [InlineData("Get-WanTask -Route v", "video_editing", "videoedit")]
    [InlineData("Get-WanTask -State Stored, Sub", "Submitted", "Submitting")]
    [InlineData("Convert-WanMedia -Route i2v -Role f", "first_frame", "first_clip")]
    [InlineData("Set-WanProfile x -Model video", "@{ video_editing = 'wan2.7-videoedit' }")]
    [InlineData("Set-WanProfile x -Provider D", "DashScope")]
    [InlineData("Set-WanProfile x -Provider F", "Fal")]
    [InlineData("Get-WanProvider f", "Fal")]
    [InlineData("Update-WanPriceList x -Profile emu", "emulator")]
    [InlineData("Test-WanPriceList x -Profile emu", "emulator")]
    [InlineData("Measure-WanUsage -Profile emu", "emulator")]
    [InlineData("Compare-WanBill bill.csv -Profile emu", "emulator")]
    [InlineData("Compare-WanBill bill.csv -Provider Fa", "Fal")]
    [InlineData("Measure-WanUsage -GroupBy Jo", "JobKeyPrefix")]
    [InlineData("Export-WanReport a.html -Embed ", "All", "None", "Thumbnails")]
    [InlineData("Export-WanReport a.html -State Stored, Sub", "Submitted", "Submitting")]
    [InlineData("Export-WanReport a.html -Profile emu", "emulator")]
    public void Values_are_offered_by_what_the_parameter_is_for(string line, params string[] expected) => Assert.Equal(expected, Texts(line));

    [Fact]
    public void Faults_are_offered_with_what_they_do()
    {
        var faults = Complete("Start-WanEmulator -Fault Throttle, Drop");

        Assert.Equal(["DropBeforeBody", "DropAfterBody", "DropAfterAccept"], faults.Select(static fault => fault.CompletionText));
        Assert.Contains("whose id never arrives", faults[^1].ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Task_ids_are_offered_newest_first_with_state_route_and_the_start_of_the_prompt()
    {
        var first = Submit("fox", "It turns\naround, and around, and around, and around");
        var second = Submit("crane", "It flies");

        var offered = Complete("Get-WanTask ");

        Assert.Equal([second, first], offered.Select(static item => item.CompletionText));
        Assert.Equal(
            ["Submitted, image_to_video, It flies", "Submitted, image_to_video, It turns around, and around, and around,..."],
            offered.Select(static item => item.ToolTip));
        Assert.Equal(first, Assert.Single(Texts($"Remove-WanTask -TaskId {first[..8]}")));
    }

    [Theory]
    [InlineData("Wait-WanTask ")]
    [InlineData("Stop-WanTask ")]
    [InlineData("Wait-WanTask -TaskId ")]
    public void What_has_ended_is_not_offered_for_waiting_or_stopping(string line)
    {
        var open = Submit("open", "It turns");
        Shell.Run("$null = Start-WanVideoTask turn https://cdn.example.com/b.png -Resolution 720P -JobKey ended | Wait-WanTask").MustSucceed();

        Assert.Equal(open, Assert.Single(Texts(line)));
    }

    [Theory]
    [InlineData("a fox", "'a fox'", "Get-WanTask -JobKey ")]
    [InlineData("a fox", "'a fox'", "Get-WanTask -JobKey 'a f")]
    [InlineData("a fox", "'a fox'", "Get-WanTask -JobKey \"a f")]
    [InlineData("it's", "'it''s'", "Get-WanTask -JobKey it")]
    [InlineData("it\u2019s", "'it\u2019\u2019s'", "Get-WanTask -JobKey it")]
    [InlineData("-x;$y", "'-x;$y'", "Get-WanTask -JobKey ")]
    [InlineData("plain-1.2", "plain-1.2", "Start-WanVideoTask -JobKey p")]
    public void Job_keys_are_quoted_so_that_they_arrive_as_they_are(string key, string expected, string line)
    {
        Submit(key, "It turns");

        var offered = Assert.Single(Texts(line));

        Assert.Equal(expected, offered);
        Assert.Equal(key, Shell.Run($"Get-WanTask -JobKey {offered}").Single<WanTask>().JobKey);
    }

    [Fact]
    public void The_tab_key_reaches_for_no_network_and_leaves_the_files_as_they_are()
    {
        Submit("fox", "It turns");
        Shell.Run("Set-WanProfile main Singapore -ApiKeyVariable KEY").MustSucceed();
        var requests = Emulator.Log().Count;
        var files = Files();

        var lines = Shell.Run("foreach ($command in (Get-Module Wan27).ExportedCmdlets.Values) { foreach ($name in $command.Parameters.Keys) { \"$command -$name \" } }").MustSucceed().Of<string>();
        Assert.All(lines, line => Complete(line));

        Assert.True(lines.Count > 100);
        Assert.Equal(requests, Emulator.Log().Count);
        Assert.Equal(files, Files());
    }

    [Fact]
    public void A_journal_that_is_not_there_is_not_made()
    {
        var files = Files();

        Assert.Empty(Journal("Get-WanTask "));
        Assert.Equal(files, Files());
    }

    [Fact]
    public void A_damaged_journal_is_left_as_it_is_without_a_word()
    {
        File.WriteAllText(Path.Combine(Home, "journal.db"), string.Concat(Enumerable.Repeat("not a database ", 1000)));
        var files = Files();

        Assert.Empty(Journal("Get-WanTask -JobKey "));
        Assert.Equal(files, Files());
    }

    [Fact]
    public void A_journal_from_a_backup_is_read_without_making_files_beside_it()
    {
        var task = Submit("fox", "It turns");
        InCopy(
            _ =>
            {
                Assert.Equal(task, Assert.Single(Texts("Get-WanTask ")));
                Assert.Equal(["journal.db"], Directory.GetFiles(Environment.GetEnvironmentVariable("WAN27_HOME")!).Select(Path.GetFileName));
            });
    }

    [Fact]
    public void A_journal_that_somebody_writes_to_is_read_all_the_same()
    {
        Submit("fox", "It turns");
        using var holder = Connect(Path.Combine(Home, "journal.db"));
        Execute(holder, "BEGIN IMMEDIATE");

        Assert.Equal("fox", Assert.Single(Texts("Get-WanTask -JobKey ")));
    }

    [Fact]
    public void A_journal_that_is_locked_altogether_is_passed_over()
    {
        Submit("fox", "It turns");
        InCopy(path =>
        {
            using var holder = Connect(path);
            Execute(holder, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; UPDATE task SET prompt = 'held'");

            Assert.Empty(Journal("Get-WanTask -JobKey "));
        });
    }

    /// <summary>Under a home that holds nothing but a sound copy of the journal, in a folder whose name means something in an address.</summary>
    private void InCopy(Action<string> test)
    {
        var home = Path.Combine(Shell.Folder, "a home%20");
        var path = Path.Combine(home, "journal.db");
        Directory.CreateDirectory(home);
        using (var live = Connect(Path.Combine(Home, "journal.db")))
        {
            Execute(live, $"VACUUM INTO '{path}'");
        }

        Environment.SetEnvironmentVariable("WAN27_HOME", home);
        try
        {
            test(path);
        }
        finally
        {
            Environment.SetEnvironmentVariable("WAN27_HOME", Home);
        }
    }

    private string Submit(string key, string prompt)
        => Shell.Run("Start-WanVideoTask $prompt https://cdn.example.com/a.png -Resolution 720P -JobKey $key", ("key", key), ("prompt", prompt)).Single<WanTask>().TaskId!;

    private IReadOnlyList<string> Texts(string line) => [.. Complete(line).Select(static item => item.CompletionText)];

    /// <summary>What is not a path: without anything to offer the engine offers files.</summary>
    private IReadOnlyList<CompletionResult> Journal(string line)
        => [.. Complete(line).Where(static item => item.ResultType is not (CompletionResultType.ProviderItem or CompletionResultType.ProviderContainer))];

    private Collection<CompletionResult> Complete(string line)
    {
        using var shell = Shell.Create(string.Empty);
        shell.Commands.Clear();
        var found = CommandCompletion.CompleteInput(line, line.Length, null, shell);
        Assert.Empty(shell.Streams.Error.Select(static error => error.ToString()));
        return found.CompletionMatches;
    }

    private IReadOnlyList<(string Name, long Length)> Files()
        => [.. Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => (file, new FileInfo(file).Length))];

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>A connection of the library that the module has loaded for itself.</summary>
    private static DbConnection Connect(string path)
    {
        var library = AppDomain.CurrentDomain.GetAssemblies().First(static assembly => assembly.GetName().Name == "Microsoft.Data.Sqlite");
        var connection = (DbConnection)Activator.CreateInstance(library.GetType("Microsoft.Data.Sqlite.SqliteConnection")!, $"Data Source={path};Pooling=False")!;
        connection.Open();
        return connection;
    }
}
