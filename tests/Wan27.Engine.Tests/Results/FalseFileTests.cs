using System.Security.Cryptography;
using System.Text;
using Wan27.Emulator;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Results;

/// <summary>Files that an earlier version stored as results although they are none.</summary>
public sealed class FalseFileTests : IDisposable
{
    private const string Page = "<html><body>Please sign in.</body></html>";
    private const string Found = "stored on 2026-11-20, is no film, or not a whole one: an HTML page: \"<html><body>Please sign in.</body></html>\".";

    private static readonly StoredObject Film = StoredObject.OfLength(5000);

    private readonly ResultRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_false_file_is_found_named_and_replaced()
    {
        await using var server = new LoopbackServer(Film.Answer);
        var watch = new RecordedProgress();
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4")));
        var path = Store(plan, "fox.mp4", Page);

        var stored = await _rig.SaveAsync(plan, watch);

        Assert.False(stored.AlreadyStored);
        Assert.Equal(path, stored.Path);
        Assert.Equal(Film.Content, await File.ReadAllBytesAsync(path));
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
        Assert.Equal(Film.Sha256, Sidecar.Read(path)!.File.Sha256);
        Assert.Equal([$"'{path}', {Found} It is fetched again."], watch.Warnings);
        Assert.True((await _rig.SaveAsync(plan)).AlreadyStored);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_film_that_was_stored_short_is_false_too()
    {
        await using var server = new LoopbackServer(Film.Answer);
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4")));
        Store(plan, "fox.mp4", ResultFiles.Film()[..^100]);

        Assert.Equal(Film.Sha256, (await _rig.SaveAsync(plan)).Sha256);
    }

    [Fact]
    public async Task A_false_file_of_another_extension_goes_once_the_result_is_here()
    {
        await using var server = new LoopbackServer(Film.Answer);
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mov")));
        Store(plan, "fox.mov", Page);

        Assert.Equal("fox.mp4", (await _rig.SaveAsync(plan)).Name);
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
    }

    [Fact]
    public async Task A_false_file_whose_result_is_gone_stays_and_is_named_plainly()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(403, "<Error><Message>Request has expired.</Message></Error>"));
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4")));
        var path = Store(plan, "fox.mp4", Page);

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(plan));

        Assert.Equal("Wan.Storage.Expired", failed.Error.ErrorId);
        Assert.Equal(
            $"'{path}', {Found} It could not be fetched again: The result's URL has expired (HTTP 403) and the provider has no fresh one: results are kept for a limited time only.",
            failed.Message);
        Assert.Equal(Page, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_file_that_was_changed_since_is_the_users_own_and_is_never_replaced()
    {
        await using var server = new LoopbackServer(Film.Answer);
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4")));
        var path = Store(plan, "fox.mp4", Page);
        await File.WriteAllTextAsync(path, "my notes");

        Assert.Equal("Wan.Storage.FileExists", (await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(plan))).Error.ErrorId);
        Assert.Equal("my notes", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_part_that_an_earlier_version_began_with_something_else_is_not_gone_on_with()
    {
        await using var server = new LoopbackServer(Film.Answer);
        await using (var part = PartFile.Open(_rig.PathOf("fox.mp4")))
        {
            part.Begin(new PartState { UrlPath = "/clip.mp4", Validator = Film.ETag, Length = Film.Content.Length });
            await part.WriteAsync(Encoding.UTF8.GetBytes(Page), CancellationToken.None);
        }

        Assert.Equal(Film.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Null(Assert.Single(server.Requests).Range);
    }

    /// <summary>A page may be endless.</summary>
    [Fact]
    public async Task Something_else_is_refused_at_its_first_bytes()
    {
        var watch = new RecordedProgress();
        await using var server = new LoopbackServer(static _ => new WireAnswer { Start = Encoding.UTF8.GetBytes(Page), Body = new byte[1 << 20], Repeats = 1000 });

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url("/clip.mp4"))), watch));

        Assert.Equal("Wan.Storage.NotTheResult", failed.Error.ErrorId);
        Assert.Equal(0, watch.Last);
        Assert.Empty(_rig.Names);
    }

    [Fact]
    public async Task Something_else_in_between_does_not_cost_the_part_that_is_here()
    {
        await using var server = new LoopbackServer(request => request.Number switch
        {
            1 => Film.Cut(request, 3000),
            2 => WireAnswer.Text(200, Page).With("Content-Type", "text/html"),
            _ => Film.Answer(request),
        });

        Assert.Equal(Film.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Equal(3000, server.Requests.Last().From);
    }

    [Fact]
    public async Task The_journal_does_not_vouch_for_a_false_file()
    {
        await using var rig = await EngineRig.StartAsync();
        var asset = Assert.Single((await SaveTests.SaveAsync(rig, await rig.WaitAsync(await rig.StartAsync("fox")))).Assets);
        Falsify(asset.Path!);

        var sink = await SaveTests.SaveAsync(rig, await rig.StartAsync("fox"));

        var again = Assert.Single(sink.Assets);
        Assert.Equal((asset.Path, asset.Sha256, false), (again.Path, again.Sha256, again.AlreadyStored));
        Assert.Equal([$"'{asset.Path}', {Found} It is fetched again."], sink.Warnings);
        Assert.True(Assert.Single((await SaveTests.SaveAsync(rig, await rig.StartAsync("fox"))).Assets).AlreadyStored);
    }

    [Fact]
    public async Task A_false_file_in_another_folder_is_named_once_the_result_is_here()
    {
        await using var rig = await EngineRig.StartAsync();
        var asset = Assert.Single((await SaveTests.SaveAsync(rig, await rig.WaitAsync(await rig.StartAsync("fox")))).Assets);
        Falsify(asset.Path!);

        var sink = await SaveTests.SaveAsync(rig, await rig.StartAsync("fox"), Path.Combine(rig.Folder, "other"));

        var again = Assert.Single(sink.Assets);
        Assert.Equal([$"'{asset.Path}', {Found} The result was fetched again and is now '{again.Path}'; the false file can be deleted."], sink.Warnings);
    }

    [Fact]
    public async Task A_false_file_of_a_task_that_the_provider_no_longer_knows_is_named()
    {
        await using var rig = await EngineRig.StartAsync();
        var asset = Assert.Single((await SaveTests.SaveAsync(rig, await rig.WaitAsync(await rig.StartAsync("fox")))).Assets);
        Falsify(asset.Path!);
        var task = await rig.StartAsync("fox");
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce });

        var failed = await Assert.ThrowsAsync<WanException>(() => SaveTests.SaveAsync(rig, task));

        Assert.StartsWith($"'{asset.Path}', {Found} It could not be fetched again: ", failed.Message, StringComparison.Ordinal);
    }

    private string Store(ResultPlan plan, string name, string text) => Store(plan, name, Encoding.UTF8.GetBytes(text));

    /// <summary>As an earlier version did it: with a sidecar that holds the hash of what came.</summary>
    private string Store(ResultPlan plan, string name, byte[] content)
    {
        var path = _rig.PathOf(name);
        File.WriteAllBytes(path, content);
        plan.Target.Sidecar(new StoredFile
        {
            Path = path,
            Length = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            StoredAt = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
            SourceUrl = "https://storage.example/clip.mp4",
        }).Write(path);
        return path;
    }

    private static void Falsify(string path)
    {
        var content = Encoding.UTF8.GetBytes(Page);
        File.WriteAllBytes(path, content);
        var sidecar = Sidecar.Read(path)!;
        (sidecar with
        {
            File = sidecar.File with { Length = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) },
            Times = sidecar.Times with { Stored = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero) },
        }).Write(path);
    }
}
