using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>What the module asks of every server that speaks S3, whichever it is.</summary>
internal static class StoreSuite
{
    /// <summary>Larger than what travels at once; three parts.</summary>
    public const int LargeLength = 20_000_000;

    public static async Task Writes_reads_and_deletes(StoreRig rig)
    {
        var content = ResultFiles.Film();
        var mark = new ObjectMark { TaskId = "task-1", JobKey = "füchse & 100 %", Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v", Index = 1, Sha256 = "ab" };

        Assert.Null(await rig.Store.LookAsync("2026/fox.mp4", default));
        Assert.Equal(PutEnd.Written, await rig.PutAsync("2026/fox.mp4", content, mark: mark));

        var state = await rig.Store.LookAsync("2026/fox.mp4", default);
        Assert.Equal(content.Length, state!.Length);
        Assert.Equal("video/mp4", state.MediaType);
        Assert.Equal(mark, state.Mark with { Upload = null });
        Assert.Equal("task-1#1", state.Mark.Identity);
        Assert.Equal(content, await rig.ReadAsync("2026/fox.mp4"));
        Assert.Equal(content[..12], await rig.Store.ReadStartAsync("2026/fox.mp4", 12, default));

        await rig.Store.DeleteAsync("2026/fox.mp4", default);
        Assert.Null(await rig.Store.LookAsync("2026/fox.mp4", default));
    }

    public static async Task Writes_what_is_large_in_parts(StoreRig rig)
    {
        var content = ResultFiles.Film(LargeLength);
        var travelled = 0L;
        var path = Path.Combine(rig.Folder, "large");
        await File.WriteAllBytesAsync(path, content);
        using var handle = File.OpenHandle(path);

        var end = await rig.Store.PutAsync(
            new ObjectUpload("large.mp4", handle, content.Length, "video/mp4", new ObjectMark { TaskId = "task-1", Index = 1 }) { Watch = bytes => InterlockedMax(ref travelled, bytes) }, default);

        Assert.Equal(PutEnd.Written, end);
        Assert.Equal(content, await rig.ReadAsync("large.mp4"));
        Assert.Equal(content.Length, travelled);
        var state = await rig.Store.LookAsync("large.mp4", default);
        Assert.Equal(("video/mp4", "task-1#1"), (state!.MediaType, state.Mark.Identity));
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }

    public static async Task Takes_names_as_they_are(StoreRig rig, params string[] keys)
    {
        var content = ResultFiles.Png();
        foreach (var key in keys)
        {
            Assert.Equal(PutEnd.Written, await rig.PutAsync(key, content));
            Assert.NotNull(await rig.Store.LookAsync(key, default));
            Assert.Equal(content, await rig.ReadAsync(key));
            using var http = new HttpClient();
            Assert.Equal(content, await http.GetByteArrayAsync(rig.Store.Sign(key, TimeSpan.FromMinutes(5))));
        }
    }

    /// <summary>Whole files of every kind that ffmpeg makes, half ones, empty ones and rubbish give the same facts and findings from both places.</summary>
    public static async Task Reads_files_as_from_disk(StoreRig rig)
    {
        var contract = new ContractView(ContractData.Current);
        var probe = new StoredProbe(TimeProvider.System);
        var files = new List<(string Name, byte[] Content)> { ("film.mp4", ResultFiles.Film()), ("picture.png", ResultFiles.Png()), ("renamed.jpg", ResultFiles.Png()), ("noise.png", [.. Enumerable.Range(0, 500).Select(static i => (byte)(i * 7))]) };
        if (FfmpegTools.Find() is not null)
        {
            foreach (var row in CorpusTable.Rows)
            {
                files.Add((row.Name, await File.ReadAllBytesAsync(await CorpusTable.PathAsync(row.Name))));
            }
        }

        foreach (var (name, content) in files.SelectMany(static file => new[] { file, ($"half-{file.Name}", file.Content[..(file.Content.Length / 2)]) }).Append(("empty.png", [])))
        {
            var path = Path.Combine(rig.Folder, name);
            await File.WriteAllBytesAsync(path, content);
            await rig.PutAsync(name, content);
            var input = new StoredInput(rig.Store, name, TimeProvider.System);

            var local = MediaProbe.Read(path) with { Path = name };
            var stored = await probe.ReadAsync(input, await input.LookAsync(default), TimeSpan.FromSeconds(60), default);

            Assert.Equal(local with { Problems = [], OtherLengths = [] }, stored with { Problems = [], OtherLengths = [], IsStored = false });
            Assert.Equal(local.Problems, stored.Problems);
            Assert.Equal(local.OtherLengths, stored.OtherLengths);
            foreach (var role in Roles.All)
            {
                Assert.Equal(MediaRules.Check(role, name, local, contract).Select(Found), MediaRules.Check(role, name, stored, contract).Select(Found));
            }
        }

        static string Found(WanCheck check) => $"{check.Rule}: {check.Status}, {check.Actual}, {check.Limit}: {check.Message}";
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
