using System.Text;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>No name of the server's is a path: whatever ids and addresses it makes up, files stay in their folder.</summary>
public sealed class ServerNameTests
{
    private static readonly StoredObject Clip = StoredObject.OfLength(5000);

    public static TheoryData<string> Names => new(
        "../../up", "..\\..\\up", "%2e%2e%2fup", "..%5c..%5cup", "/etc/cron.d/x", "C:\\Windows\\x", "\\\\server\\share\\x", "a\0b", "..", ".", "CON", "nul.mp4", "LPT1", "COM\u00b9", " ", "...", "a:stream",
        "x\u202egpj", "~", "-rf", "$(id)", new string('n', 300), new string('狐', 300));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_task_id_names_a_file_in_its_folder(string id)
    {
        using var rig = new ResultRig();
        await using var server = new LoopbackServer(Clip.Answer);

        await SaveAsync(rig, ResultRig.Task(server.Url("/clip.mp4"), id) with { JobKey = null, RequestId = id, Model = id });
        await SaveAsync(rig, ResultRig.Task(server.Url("/clip.mp4"), id + "2") with { JobKey = null, RequestId = id, Model = id }, "{Model}/{TaskId}-{RequestId}{Ext}");

        AssertInside(rig, files: 2);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2f..%2fup.mp4")]
    [InlineData("/%2e%2e/%2e%2e/up.mp4")]
    [InlineData("/..%5c..%5cup.mp4")]
    [InlineData("//etc/cron.d/x.mp4")]
    [InlineData("/C:/Windows/x.mp4")]
    [InlineData("/a%00b.mp4")]
    [InlineData("/x.mp4%2f..%2f..%2fup")]
    [InlineData("/x.%2e%2e%2fup")]
    [InlineData("/CON.mp4")]
    [InlineData("/clip.mp4?response-content-disposition=attachment;filename=../../up")]
    public async Task A_path_of_an_address_never_becomes_one_here(string path)
    {
        using var rig = new ResultRig();
        await using var server = new LoopbackServer(request => Clip.Answer(request).With("Content-Disposition", "attachment; filename=\"../../up.mp4\""));

        await SaveAsync(rig, ResultRig.Task(server.Url(path)));

        AssertInside(rig, files: 1);
        Assert.Contains("in/here/fox.mp4", rig.Names);
    }

    [Fact]
    public async Task An_address_of_three_hundred_characters_is_only_an_address()
    {
        using var rig = new ResultRig();
        await using var server = new LoopbackServer(Clip.Answer);

        await SaveAsync(rig, ResultRig.Task(server.Url($"/{new string('a', 300)}.{new string('b', 300)}")));

        Assert.Equal(["in/here/fox.mp4", "in/here/fox.mp4.wan.json"], rig.Names);
    }

    [Theory]
    [InlineData("video/../../up")]
    [InlineData("video/x-sh")]
    [InlineData("video/html; name=\"../../up.html\"")]
    [InlineData("application/octet-stream; name=\"../../up.html\"")]
    public async Task A_media_type_never_makes_an_extension_of_its_own(string type)
    {
        using var rig = new ResultRig();
        await using var server = new LoopbackServer(request => (Clip with { MediaType = type }).Answer(request));

        await SaveAsync(rig, ResultRig.Task(server.Url("/clip")));

        Assert.Equal(["in/here/fox.mp4", "in/here/fox.mp4.wan.json"], rig.Names);
    }

    [Fact]
    public async Task A_media_type_that_no_film_has_leaves_nothing_behind()
    {
        using var rig = new ResultRig();
        await using var server = new LoopbackServer(static request => (Clip with { MediaType = "text/html; name=\"../../up.html\"" }).Answer(request));

        var refused = await Assert.ThrowsAsync<WanException>(() => SaveAsync(rig, ResultRig.Task(server.Url("/clip"))));

        Assert.Equal("Wan.Storage.NotTheResult", refused.Error.ErrorId);
        Assert.Empty(rig.Names);
    }

    [Fact]
    public async Task An_upload_directory_of_the_server_is_a_name_at_the_server_only()
    {
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(200));
        await using var service = new ScriptedService(_ => ScriptedService.Json(new
        {
            data = new { policy = "p", signature = "s", upload_dir = "../../..\\up\r\nX-Evil: 1", upload_host = storage.Url("/"), oss_access_key_id = "id" },
        }));
        var before = Directory.GetFileSystemEntries(Path.GetDirectoryName(service.Folder)!, "up*");

        await service.UploadAsync(service.Client);

        Assert.DoesNotContain("X-Evil", Assert.Single(storage.Requests).Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetDirectoryName(service.Folder)!, "up*"));
    }

    private static async Task SaveAsync(ResultRig rig, WanTask task, string? template = null)
    {
        var plan = new ResultPlanner(TimeProvider.System).For(task, new SaveOptions(Path.Combine(rig.Folder, "in", "here"), template, false))[0];
        var stored = await rig.SaveAsync(plan);
        Assert.Equal(Clip.Sha256, stored.Sha256);
    }

    /// <summary>Everything that was written lies in the destination, under names that any system takes.</summary>
    private static void AssertInside(ResultRig rig, int files)
    {
        var names = rig.Names.ToList();
        Assert.Equal(files * 2, names.Count);
        Assert.All(names, static name => Assert.StartsWith("in/here/", name, StringComparison.Ordinal));
        Assert.All(names.SelectMany(static name => name.Split('/').Skip(2)), static part =>
        {
            Assert.DoesNotContain(part, static c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u202e');
            Assert.False(part is "." or ".." || part.EndsWith('.') || part.EndsWith(' '));
            Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 255);
        });
    }
}
