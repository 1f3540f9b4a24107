using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>A certificate that this machine does not accept ends the call before anything is sent.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("query")]
    [InlineData("poll")]
    [InlineData("list")]
    [InlineData("cancel")]
    [InlineData("policy")]
    public async Task No_look_reaches_a_server_that_nobody_vouches_for(string look)
    {
        using var certificate = SelfSigned.Valid();
        await using var service = new ScriptedService(static _ => ScriptedService.EmptyList(), certificate);

        var refused = await service.FailsAsync(service.Look(look));

        Assert.Equal("Wan.Service.CertificateRefused", refused.Error.ErrorId);
        Assert.Contains("its certificate comes from nobody whom this machine trusts", refused.Message, StringComparison.Ordinal);
        Assert.Contains("root certificate", refused.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(service.Server.Requests);
    }

    [Fact]
    public async Task A_submit_that_no_secure_connection_carried_left_nothing_open()
    {
        using var certificate = SelfSigned.Valid();
        await using var service = new ScriptedService(static _ => ScriptedService.EmptyList(), certificate);

        var refused = await service.FailsAsync(_ => service.StartAsync("fox"));

        Assert.Equal("Wan.Service.CertificateRefused", refused.Error.ErrorId);
        Assert.Equal(WanTaskState.Failed, Assert.Single(await service.Journal.QueryAsync(new())).Task.State);
        Assert.Empty(service.Server.Requests);
    }

    [Fact]
    public async Task The_reason_is_told()
    {
        using var other = SelfSigned.OfAnotherHost();
        using var expired = SelfSigned.Expired();
        await using var wrongName = new ScriptedService(static _ => ScriptedService.EmptyList(), other);
        await using var tooOld = new ScriptedService(static _ => ScriptedService.EmptyList(), expired);

        Assert.Contains("is for another host name", (await wrongName.FailsAsync(wrongName.Look("query"))).Message, StringComparison.Ordinal);
        Assert.Contains("is not valid at this machine's present time", (await tooOld.FailsAsync(tooOld.Look("query"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_host_and_a_result_host_are_held_to_the_same()
    {
        using var certificate = SelfSigned.Valid();
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(200), certificate);
        await using var service = new ScriptedService(_ => ScriptedService.Json(RedirectTests.Policy(storage.Url("/"))));
        using var rig = new ResultRig();
        var plan = rig.Plan(ResultRig.Task(storage.Url("/clip.mp4")));

        var upload = await service.FailsAsync(service.UploadAsync);
        var download = await Assert.ThrowsAsync<WanException>(() => new ResultStore(service.Host.Http, rig.Contract, TimeProvider.System).SaveAsync(plan.Source, plan.Target, null, CancellationToken.None));

        Assert.Equal(("Wan.Media.CertificateRefused", "Wan.Storage.CertificateRefused"), (upload.Error.ErrorId, download.Error.ErrorId));
        Assert.Empty(storage.Requests);
    }

    [Fact]
    public void No_source_has_a_way_to_ignore_a_certificate()
    {
        string[] ways = ["ServerCertificateCustomValidationCallback", "RemoteCertificateValidationCallback", "ServerCertificateValidationCallback", "DangerousAcceptAny", "CertificateChainPolicy", "CheckCertificateRevocationList"];
        var sources = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, path => Assert.DoesNotContain(ways, way => File.ReadAllText(path).Contains(way, StringComparison.Ordinal)));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Wan27.Module.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Wan27.Module.sln above the tests.");
        }

        return folder.FullName;
    }
}
