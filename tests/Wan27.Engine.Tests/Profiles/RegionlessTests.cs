using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Profiles;
using Wan27.Engine.Results;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Providers;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>Regions and workspaces belong to the providers that have them.</summary>
public sealed class RegionlessTests : IDisposable
{
    private static readonly ContractData Data = ElsewhereContract.Data;

    private readonly ProfileRig _rig = new();

    private ProfileCatalogue Catalogue => new(new ProfileStore(_rig.Folder), Data);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_profile_of_a_provider_without_regions_has_its_address_and_no_region()
    {
        var (profile, _) = Catalogue.Set(Elsewhere());
        var bundle = Bundle.Resolve(profile, readSecret: null, Data);

        Assert.Null(profile.Region);
        Assert.Equal("https://queue.elsewhere.example/v2", bundle.Endpoint);
        Assert.Equal($"profile far, Elsewhere of a provider of the tests (wrapper_route, the official contract does not apply), https://queue.elsewhere.example/v2, key from {profile.Key}", bundle.ToString());
        Assert.Equal(("Elsewhere of a provider of the tests (wrapper_route, the official contract does not apply), https://queue.elsewhere.example/v2", null), (bundle.Place, bundle.Show().Region));
        Assert.Null(Catalogue.Show(profile, isDefault: true).Region);

        using var json = JsonDocument.Parse(File.ReadAllText(_rig.FilePath));
        Assert.False(json.RootElement.GetProperty("profiles")[0].TryGetProperty("region", out _));
        Assert.Equal(profile.Key, Catalogue.Find("far").Key);
    }

    [Fact]
    public void A_region_or_a_workspace_that_the_provider_does_not_have_is_refused()
    {
        Refuses(Elsewhere() with { Region = WanRegion.Singapore }, "Wan.Region.RegionNotOfProvider",
            "Elsewhere has no regions, and Singapore was given.", "Leave Region out: key and endpoint of this provider belong to no region.");
        Refuses(Elsewhere() with { WorkspaceId = "llm-1" }, "Wan.Region.WorkspaceNotOfProvider", "Elsewhere has no workspaces, and WorkspaceId was given.", "Leave WorkspaceId out.");
        Refuses(Elsewhere() with { Endpoint = "https://dashscope.aliyuncs.com" }, "Wan.Region.EndpointOfOtherRegion",
            "The endpoint 'dashscope.aliyuncs.com' belongs to Beijing, and Elsewhere has no regions.", "Key and endpoint must be of one provider: change -Provider or -Endpoint.");
    }

    [Fact]
    public void A_provider_with_regions_still_needs_one()
        => Refuses(Elsewhere() with { Provider = "DashScope" }, "Wan.Region.RegionMissing",
            "The new profile 'far' needs a region.", "Add -Region Singapore or -Region Beijing: keys, endpoints and models belong to a region.");

    [Fact]
    public void An_address_of_ones_own_takes_the_path_of_the_provider()
        => Assert.Equal("https://gateway.example.com/v2", Catalogue.Set(Elsewhere() with { Endpoint = "https://gateway.example.com/" }).Profile.Endpoint);

    [Fact]
    public void A_key_does_not_move_to_another_provider()
    {
        Catalogue.Set(new ProfileChange { Name = "far", Region = WanRegion.Beijing, Key = _rig.Variable("sk-0123456789"), WorkspaceId = "llm-1" });

        Refuses(new ProfileChange { Name = "far", Provider = ElsewhereContract.Provider }, "Wan.Key.KeySourceMissing",
            "Profile 'far' moves to Elsewhere, and its key belongs to DashScope.", "Add one of -ApiKeyVariable ELSEWHERE_KEY, -ApiKeyFile, -ApiKeySecret, or -ApiKey for this session only.");
        var moved = Catalogue.Set(Elsewhere()).Profile;
        Assert.Equal((null, null, null), (moved.Region, moved.WorkspaceId, moved.Endpoint));
    }

    [Fact]
    public void The_key_of_another_provider_is_refused()
    {
        var key = _rig.Variable("sk-0123456789");
        Catalogue.Set(new ProfileChange { Name = "main", Region = WanRegion.Beijing, Key = key });

        Refuses(Elsewhere() with { Key = key }, "Wan.Key.KeyOfOtherProvider",
            "Profile 'main' has the same key for DashScope; a key works only at the provider that made it, and must not be shown to Elsewhere.",
            "Give profile 'far' a key of Elsewhere, or use -Force if you know that this one belongs to both.");
    }

    [Theory]
    [InlineData("""{ "name": "a", "key": { "kind": "Variable", "name": "X" } }""", "Profile 'a' names no region, and DashScope has several.")]
    [InlineData("""{ "name": "a", "endpoint": "https://gateway.example.com", "key": { "kind": "Variable", "name": "X" } }""", "Profile 'a' names no region, and DashScope has several.")]
    [InlineData("""{ "name": "a", "provider": "Elsewhere", "region": "Beijing", "key": { "kind": "Variable", "name": "X" } }""", "Elsewhere has no regions, and Beijing was given.")]
    public void A_profile_file_that_was_edited_by_hand_is_held_to_the_same(string profile, string message)
    {
        File.WriteAllText(_rig.FilePath, $$"""{ "schema": 1, "profiles": [{{profile}}] }""");

        Assert.Equal(message, Assert.Throws<WanException>(() => Bundle.Resolve(Catalogue.Find("a"), readSecret: null, Data)).Message);
        Assert.Single(Catalogue.List());
    }

    [Fact]
    public void A_profile_that_lacks_only_its_region_is_mended_without_its_key()
    {
        File.WriteAllText(_rig.FilePath, """{ "schema": 1, "profiles": [{ "name": "a", "key": { "kind": "Variable", "name": "X" } }] }""");

        Assert.Equal(WanRegion.Beijing, Catalogue.Set(new ProfileChange { Name = "a", Region = WanRegion.Beijing }).Profile.Region);
    }

    [Fact]
    public async Task A_job_of_such_a_provider_runs_from_submit_to_sidecar_without_a_region()
    {
        await using var rig = await EngineRig.StartAsync();
        var kind = new CountedKind(ElsewhereContract.Provider);
        var host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(rig.Folder, "far"), providers: [kind]);
        var client = new WanClient(host, Bundle.Resolve(rig.Profile with { Provider = kind.Name, Region = null }, readSecret: null, Data), new NoLog());

        var task = await client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, new NoLog(), CancellationToken.None);
        var ended = await client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);
        var noted = (await host.Journal.FindByTaskIdAsync(task.TaskId!))!.Task;
        using var session = new SaveSession(host, Catalogue, null, static _ => null, new NoLog(), static _ => { }, static _ => { });
        var sink = new RecordingSink();
        await session.Of(client, ended, new SaveOptions(Path.Combine(rig.Folder, "out")), sink)(CancellationToken.None);
        (host.Journal as IDisposable)?.Dispose();

        Assert.Equal((WanTaskState.Completed, null, "Elsewhere"), (ended.State, ended.Region, ended.Provider));
        Assert.Equal((null, "Elsewhere"), (noted.Region, noted.Provider));
        var asset = Assert.Single(sink.Assets);
        Assert.Null(asset.Region);
        using var sidecar = JsonDocument.Parse(await File.ReadAllTextAsync(asset.SidecarPath!));
        var bundle = sidecar.RootElement.GetProperty("bundle");
        Assert.Equal("Elsewhere", bundle.GetProperty("provider").GetString());
        Assert.False(bundle.TryGetProperty("region", out var region) && region.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_test_of_such_a_profile_says_that_there_are_no_regions()
    {
        await using var rig = await EngineRig.StartAsync();
        var kind = new CountedKind(ElsewhereContract.Provider);
        var host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(rig.Folder, "far"), providers: [kind]);
        var tester = new ProfileTester(host.LinesFor(new NoLog()), Catalogue, rig.Profile with { Provider = kind.Name, Region = null }, readSecret: null);

        var checks = new Dictionary<string, WanProfileCheck>();
        await foreach (var check in tester.RunAsync(new ProfileTestOptions(rig.Folder, ProbeRegions: true), CancellationToken.None))
        {
            checks.Add(check.Check, check);
        }

        Assert.Equal((WanCheckStatus.Passed, $"Elsewhere has no regions; 127.0.0.1:{rig.Server.Url.Port} is an address of your own."), (checks["Region"].Status, checks["Region"].Detail));
        Assert.Equal((WanCheckStatus.Skipped, "Elsewhere has no other region to ask."), (checks["ProbeRegions"].Status, checks["ProbeRegions"].Detail));
        Assert.Equal(WanCheckStatus.Passed, checks["Key"].Status);
        Assert.All(checks.Values, static check => Assert.Null(check.Region));
    }

    private ProfileChange Elsewhere() => new() { Name = "far", Provider = ElsewhereContract.Provider, Key = _rig.Variable("ew-0123456789") };

    private void Refuses(ProfileChange change, string id, string message, string action)
    {
        var refused = Assert.Throws<WanException>(() => Catalogue.Set(change));
        Assert.Equal((id, message, action), (refused.Error.ErrorId, refused.Message, refused.Error.RecommendedAction));
    }
}
