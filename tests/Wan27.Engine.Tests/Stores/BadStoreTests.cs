using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>
/// What can stand between a paid result and the bucket: one error each, whose boundary is the storage and which says what to do. The task stays complete,
/// and the next run stores its result.
/// </summary>
[Collection(SwiftTests.Name)]
public sealed class BadStoreTests(SwiftServer server)
{
    [SwiftTheory]
    [InlineData("key", "Wan.Storage.StoreKeyRefused", "does not accept the keys from variable ACCESS and variable SECRET.")]
    [InlineData("region", "Wan.Storage.StoreRegionWrong", "is in region us-east-1; requests were signed for eu-west-1.")]
    [InlineData("bucket", "Wan.Storage.StoreBucketMissing", "there is no such bucket.")]
    [InlineData("write", "Wan.Storage.StoreWriteDenied", null)]
    [InlineData("read", "Wan.Storage.StoreReadDenied", "many servers say so of an object that is absent, too.")]
    public async Task A_store_that_is_set_wrongly(string wrong, string id, string? end)
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var right = wrong is "write" or "read" ? rig.Store.Entry with { Bucket = SwiftServer.LimitedBucket } : rig.Store.Entry;
        rig.StartAgain(
            entry: wrong switch
            {
                "region" => right with { Region = "eu-west-1" },
                "bucket" => right with { Bucket = "nowhere" },
                _ => right,
            },
            keys: wrong switch
            {
                "key" => (server.AccessKey, "wrong"),
                "write" => SwiftServer.Reader,
                "read" => SwiftServer.Writer,
                _ => null,
            });

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), () => rig.StartAgain(entry: right), $"{wrong}/{{TaskId}}{{Ext}}");

        Assert.Equal(id, error.ErrorId);
        Assert.EndsWith(end ?? string.Empty, error.Message, StringComparison.Ordinal);
        Assert.Contains("tore 'media'", error.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_clock_that_is_too_far_off()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        await using var wire = new LoopbackServer(static _ => WireAnswer.Text(403, "<?xml version=\"1.0\"?><Error><Code>RequestTimeTooSkewed</Code><Message>said</Message></Error>").With("Content-Type", "application/xml"));
        rig.StartAgain(entry: rig.Store.Entry with { Endpoint = wire.Url(string.Empty) });

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), () => rig.StartAgain());

        Assert.Equal("Wan.Storage.StoreClockSkewed", error.ErrorId);
        Assert.EndsWith("refused a request because this machine's clock is too far off.", error.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_connection_that_is_cut_in_the_third_of_five_parts()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(38_000_000).Answer);
        await using var relay = new CuttingRelay(rig.Store.Url, "partNumber=3", cuts: int.MaxValue);
        rig.StartAgain(entry: rig.Store.Entry with { Endpoint = relay.Url });

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), relay.Mend);

        Assert.Equal("Wan.Storage.StoreInterrupted", error.ErrorId);
        Assert.EndsWith("while 'fox.mp4' was to be written.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await rig.Store.OpenUploadsAsync());

        // What had arrived was kept: its last byte alone was asked for again.
        Assert.Equal(37_999_999, source.Requests.Last().From);
    }

    [SwiftFact]
    public async Task A_server_that_is_not_there()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var gone = new LoopbackServer(static _ => WireAnswer.Text(200));
        await gone.DisposeAsync();
        rig.StartAgain(entry: rig.Store.Entry with { Endpoint = gone.Url(string.Empty) });

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), () => rig.StartAgain());

        Assert.Equal("Wan.Storage.StoreUnreachable", error.ErrorId);
    }

    [SwiftTheory]
    [InlineData(100_000)]
    [InlineData(120_000)]
    public async Task Another_object_of_the_name(int length)
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var mine = StoredObject.OfLength(length, seed: 2).Content;
        await rig.Store.PutAsync("fox.mp4", mine);

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), static () => { }, again: "else/{JobKey}{Ext}");

        Assert.Equal("Wan.Storage.ObjectExists", error.ErrorId);
        Assert.Equal(mine, await rig.Store.ReadAsync("fox.mp4"));
        Assert.Equal(["else/fox.mp4", "else/fox.mp4.wan.json", "fox.mp4"], await rig.Store.KeysAsync());
    }

    [SwiftFact]
    public async Task Another_object_of_the_name_and_another_length_is_seen_before_anything_is_downloaded()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        await rig.Store.PutAsync("fox.mp4", "mine"u8.ToArray());

        Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Errors);

        Assert.Empty(Directory.GetFiles(rig.Store.Spool));
    }

    [SwiftTheory]
    [InlineData("../{JobKey}{Ext}", "Wan.Storage.NameTemplate", null)]
    [InlineData("a/./{JobKey}{Ext}", "Wan.Storage.NameTemplate", null)]
    [InlineData("/{JobKey}{Ext}", "Wan.Storage.NameTemplate", null)]
    [InlineData("(200)/(200)/(200)/(200)/(200)/(30){Ext}", "Wan.Storage.ObjectNameRefused", "has 1039 bytes; 1024 are allowed.")]
    [InlineData("(200)/(200)/(200)/(200)/(200)/(11){Ext}", "Wan.Storage.ObjectNameRefused", "has 1020 bytes, 1029 with the '.wan.json' of its sidecar; 1024 are allowed.")]
    public async Task A_name_that_no_object_can_have(string template, string id, string? end)
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);

        var error = await IsRefusedAndThenStoredAsync(rig, ResultRig.Task(source.Url("/clip.mp4")), static () => { }, Written(template), "{JobKey}{Ext}");

        Assert.Equal(id, error.ErrorId);
        Assert.EndsWith(end ?? string.Empty, error.Message, StringComparison.Ordinal);
        Assert.Single(source.Requests);
    }

    [SwiftTheory]
    [InlineData("the red fox {JobKey}{Ext}", "the red fox fox.mp4")]
    [InlineData("füchse/狐 🦊 {JobKey}{Ext}", "füchse/狐 🦊 fox.mp4")]
    [InlineData("100%+plus&and={JobKey}{Ext}", "100%+plus&and=fox.mp4")]
    [InlineData("..{JobKey}..{Ext}", "__fox...mp4")]
    [InlineData("(200)/(200)/(200)/(200)/(200)/(6){Ext}", null)]
    public async Task Names_that_look_strange_and_are_none_the_worse(string template, string? key)
    {
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));

        var stored = Assert.Single((await rig.SaveAsync(task, Written(template))).Assets);
        rig.StartAgain();

        var name = key ?? Written(template).Replace("{Ext}", ".mp4", StringComparison.Ordinal);
        Assert.Equal($"s3://{rig.Store.Bucket}/{name}", stored.Uri);
        Assert.Equal([name, name + ".wan.json"], await rig.Store.KeysAsync());
        Assert.Equal(film.Content, await rig.Store.ReadAsync(name));
        Assert.True(Assert.Single((await rig.SaveAsync(task, Written(template))).Assets).AlreadyStored);
    }

    [SwiftFact]
    public async Task A_bucket_that_refuses_leaves_what_the_folder_has()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        rig.StartAgain(entry: rig.Store.Entry with { Bucket = "nowhere" });

        Assert.Equal("Wan.Storage.StoreBucketMissing", Assert.Single((await rig.SaveAsync(task, both: true)).Errors).ErrorId);
        Assert.Equal([Path.Combine(rig.Folder, "fox.mp4")], rig.Journal.Places);
        Assert.False(rig.Journal.IsComplete);

        rig.StartAgain();
        Assert.Single((await rig.SaveAsync(task with { Files = rig.Journal.Places }, both: true)).Assets);
        Assert.Equal([Path.Combine(rig.Folder, "fox.mp4"), $"s3://{rig.Store.Bucket}/fox.mp4"], rig.Journal.Places);
        Assert.True(rig.Journal.IsComplete);
        Assert.Single(source.Requests);
    }

    [SwiftFact]
    public async Task A_result_that_is_given_twice_is_stored_once()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));

        var sinks = await Task.WhenAll(rig.SaveAsync(task), rig.SaveAsync(task), rig.SaveAsync(task));

        Assert.Single(sinks.Select(static sink => Assert.Single(sink.Assets)), static asset => !asset.AlreadyStored);
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], await rig.Store.KeysAsync());
        Assert.Single(source.Requests);
    }

    /// <summary>A template with (n) for a part of so many letters, so that its length can be read.</summary>
    private static string Written(string template)
        => System.Text.RegularExpressions.Regex.Replace(template, @"\((\d+)\)", static match => new string('k', int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<WanError> IsRefusedAndThenStoredAsync(BucketRig rig, WanTask task, Action mend, string? template = null, string? again = null)
    {
        var refused = await rig.SaveAsync(task, template);
        var error = Assert.Single(refused.Errors);
        Assert.Empty(refused.Assets);
        Assert.Equal(WanBoundary.Storage, error.Boundary);
        Assert.False(string.IsNullOrEmpty(error.RecommendedAction));
        Assert.Equal((Array.Empty<string>(), false), (rig.Journal.Places, rig.Journal.IsComplete));

        mend();
        var stored = Assert.Single((await rig.SaveAsync(task, again ?? template)).Assets);
        Assert.Equal([stored.Uri!], rig.Journal.Places);
        Assert.True(rig.Journal.IsComplete);
        return error;
    }
}
