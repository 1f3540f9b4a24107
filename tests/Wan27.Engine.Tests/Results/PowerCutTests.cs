using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Results;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Results;

/// <summary>What was said to be in place is there after the power was cut the moment afterwards, under its own name.</summary>
public sealed class PowerCutTests
{
    [LoopDiskTheory]
    [InlineData("sidecar")]
    [InlineData("profile")]
    [InlineData("result")]
    [InlineData("journal")]
    public async Task A_name_that_was_given_is_kept(string what)
    {
        using var disk = new LoopDisk();
        var expected = await PutAsync(what, disk.Folder);

        var after = disk.CutPower();

        Assert.Contains(expected, Directory.GetFiles(after).Select(static path => Path.GetFileName(path)));
        if (what == "journal")
        {
            using var journal = new SqliteTaskJournal(after, TimeProvider.System);
            Assert.Equal("fox", Assert.Single(await journal.QueryAsync(new JournalFilter())).Task.JobKey);
        }
        else
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(disk.Folder, expected)), await File.ReadAllBytesAsync(Path.Combine(after, expected)));
        }
    }

    private static async Task<string> PutAsync(string what, string folder)
    {
        switch (what)
        {
            case "sidecar":
                DurableFile.Write(Path.Combine(folder, "fox.mp4.wan.json"), "{}"u8);
                return "fox.mp4.wan.json";
            case "profile":
                OwnerOnly.Replace(Path.Combine(folder, "profiles.json"), "{}"u8.ToArray());
                return "profiles.json";
            case "result":
                var clip = StoredObject.OfLength(100_000);
                await using (var server = new LoopbackServer(clip.Answer))
                using (var http = new HttpClient())
                {
                    var plan = new ResultPlanner(TimeProvider.System).For(ResultRig.Task(server.Url("/clip.mp4")), new SaveOptions(folder))[0];
                    var stored = await new ResultStore(http, new ContractView(ContractData.Current), TimeProvider.System).SaveAsync(plan.Source, plan.Target, null, CancellationToken.None);
                    return Path.GetFileName(stored.Path);
                }

            default:
                using (var journal = new SqliteTaskJournal(folder, TimeProvider.System))
                {
                    await journal.ReserveAsync(Drafts.For("fox"));
                }

                return "journal.db";
        }
    }
}
