using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Profiles;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>A profile is held against two regions, played by two emulators.</summary>
public sealed class ProfileTesterTests : IAsyncLifetime, IDisposable
{
    private readonly ProfileRig _rig = new();
    private EmulatorServer _singapore = null!;
    private EmulatorServer _beijing = null!;

    public async Task InitializeAsync()
    {
        _singapore = await EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = 0 });
        _beijing = await EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = 0, Region = WanRegion.Beijing });
    }

    public async Task DisposeAsync()
    {
        await _singapore.DisposeAsync();
        await _beijing.DisposeAsync();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_good_bundle_passes_in_the_order_of_the_search()
    {
        var checks = await TestAsync(Profile(WanRegion.Beijing, _beijing));

        Assert.Equal(["Route", "Region", "Key", "Endpoint", "Model", "Limits", "Storage"], checks.Select(static check => check.Check));
        Assert.All(checks, static check => Assert.True(check.Status == WanCheckStatus.Passed, check.ToString()));
        Assert.All(checks, check => Assert.Equal(("p", WanRegion.Beijing), (check.Profile, check.Region)));
    }

    [Fact]
    public async Task Nothing_that_can_bill_is_asked_and_the_endpoint_is_first_looked_at_without_the_key()
    {
        await TestAsync(Profile(WanRegion.Beijing, _beijing));

        Assert.All(_beijing.Log.Entries, static entry => Assert.Equal("GET", entry.Method));
        Assert.Equal(["task.query", "task.query", "models.list", "models.limits"], _beijing.Log.Entries.Select(static entry => entry.Operation).Distinct().Prepend("task.query"));
        Assert.False(_beijing.Log.Entries[0].HasAuthorization);
    }

    [Fact]
    public async Task A_key_goes_nowhere_but_to_its_endpoint_until_the_other_region_is_asked_for()
    {
        var profile = Profile(WanRegion.Singapore, _singapore, key: _beijing.ApiKey);

        var checks = await TestAsync(profile);
        Assert.Empty(_beijing.Log.Entries);
        Assert.Equal((WanCheckStatus.Failed, WanBoundary.Key), (Of(checks, "Key").Status, Of(checks, "Key").Boundary));
        Assert.NotNull(Of(checks, "Key").RequestId);
        Assert.Contains("-ProbeRegions", Of(checks, "Key").Fix, StringComparison.Ordinal);
        Assert.Null(Of(checks, "Model").Passed);

        var probed = Of(await TestAsync(profile, probeRegions: true), "ProbeRegions");
        Assert.StartsWith("The key is of Beijing", probed.Detail, StringComparison.Ordinal);
        Assert.Contains("-Region Beijing", probed.Fix, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(_beijing.Log.Entries).Sequence);
    }

    [Theory]
    [InlineData("sk-emulator-singapore", WanCheckStatus.Passed, "The key is of Singapore")]
    [InlineData("sk-of-nobody-singapore-beijing", WanCheckStatus.Failed, "Neither Singapore nor Beijing")]
    [InlineData("sk-accepted-by-both", WanCheckStatus.Warning, "Both Singapore and Beijing")]
    public async Task The_other_region_is_told_plainly(string key, WanCheckStatus status, string words)
    {
        var probed = Of(await TestAsync(Profile(WanRegion.Singapore, _singapore, key), probeRegions: true), "ProbeRegions");

        Assert.Equal(status, probed.Status);
        Assert.StartsWith(words, probed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_off_is_found()
    {
        var endpoint = Of(await TestAsync(Profile(WanRegion.Singapore, _singapore), new ShiftedTime(TimeSpan.FromHours(1))), "Endpoint");

        Assert.Equal(WanCheckStatus.Failed, endpoint.Status);
        Assert.Contains("1 h ahead of", endpoint.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_serves_leaves_the_rest_unasked()
    {
        await _singapore.DisposeAsync();
        var checks = await TestAsync(Profile(WanRegion.Singapore, _singapore));

        Assert.Equal((WanCheckStatus.Failed, WanBoundary.Region), (Of(checks, "Endpoint").Status, Of(checks, "Endpoint").Boundary));
        Assert.All(["Key", "Model", "Limits"], name => Assert.Null(Of(checks, name).Passed));
        Assert.True(Of(checks, "Storage").Passed);
    }

    [Fact]
    public async Task A_path_that_is_not_the_services_is_named_as_the_endpoints_fault()
    {
        var profile = _rig.Set(new ProfileChange { Name = "p", Region = WanRegion.Singapore, Endpoint = _singapore.Url + "wrong/path", Key = _rig.Variable(_singapore.ApiKey) });
        var checks = await TestAsync(profile);

        Assert.Null(Of(checks, "Key").Passed);
        Assert.Contains("/api/v1", Of(checks, "Endpoint").Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_a_key_fails_as_key_and_the_endpoint_is_still_looked_at()
    {
        var checks = await TestAsync(Profile(WanRegion.Singapore, _singapore, key: null));

        Assert.Equal(WanCheckStatus.Failed, Of(checks, "Key").Status);
        Assert.Equal(WanCheckStatus.Passed, Of(checks, "Endpoint").Status);
        Assert.All(_singapore.Log.Entries, static entry => Assert.False(entry.HasAuthorization));
    }

    [Fact]
    public async Task A_key_that_another_region_has_too_is_a_fault_of_the_region()
    {
        var later = _rig.Variable(null);
        _rig.Set(new ProfileChange { Name = "bj", Region = WanRegion.Beijing, Key = later });
        Environment.SetEnvironmentVariable(later.Name!, _singapore.ApiKey);
        var profile = _rig.Catalogue.Set(new ProfileChange { Name = "p", Region = WanRegion.Singapore, Endpoint = _singapore.Url.AbsoluteUri, Key = _rig.Variable(_singapore.ApiKey), Force = true }).Profile;

        Assert.Contains("'bj'", Of(await TestAsync(profile), "Region").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_endpoint_does_not_list_fails_and_one_that_is_new_is_only_warned_of()
    {
        var profile = _rig.Set(new ProfileChange
        {
            Name = "p", Region = WanRegion.Singapore, Endpoint = _singapore.Url.AbsoluteUri, Key = _rig.Variable(_singapore.ApiKey),
            Models = new Dictionary<string, string> { [WanRoutes.ImageToVideo] = "wan2.7-i2v-2099-01-01" },
        });
        var checks = await TestAsync(profile);

        Assert.Equal((WanCheckStatus.Warning, WanCheckStatus.Failed), (Of(checks, "Route").Status, Of(checks, "Model").Status));
        Assert.Contains("wan2.7-i2v-2099-01-01", Of(checks, "Model").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_models_that_is_not_there_is_no_fault()
    {
        _singapore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "models.*", Status = 404, Code = "NotFound", Message = "none" });

        Assert.Null(Of(await TestAsync(Profile(WanRegion.Singapore, _singapore)), "Model").Passed);
    }

    [Fact]
    public async Task More_submits_than_the_account_may_send_are_warned_of()
    {
        var allowed = ContractData.Current.Limit("rate.submit.perSecond").Value;
        _rig.Set(new ProfileChange { Name = "p", Region = WanRegion.Beijing, Endpoint = _beijing.Url.AbsoluteUri, Key = _rig.Variable(_beijing.ApiKey) });

        var limits = Of(await TestAsync(_rig.Set(new ProfileChange { Name = "p", SubmitRate = allowed + 1 })), "Limits");

        Assert.Equal(WanCheckStatus.Warning, limits.Status);
        Assert.Equal($"Set-WanProfile p -SubmitRate {allowed}", limits.Fix);
    }

    [Fact]
    public async Task A_destination_below_a_file_cannot_be_written_to()
    {
        var file = Path.Combine(_rig.Folder, "file");
        await File.WriteAllTextAsync(file, "x");
        var storage = Of(await TestAsync(Profile(WanRegion.Singapore, _singapore), destination: Path.Combine(file, "out")), "Storage");

        Assert.Equal((WanCheckStatus.Failed, WanBoundary.Storage), (storage.Status, storage.Boundary));
        Assert.False(File.Exists(Path.Combine(_rig.Folder, "out")));
    }

    private static WanProfileCheck Of(IEnumerable<WanProfileCheck> checks, string name) => Assert.Single(checks, check => check.Check == name);

    private StoredProfile Profile(WanRegion region, EmulatorServer server) => Profile(region, server, server.ApiKey);

    private StoredProfile Profile(WanRegion region, EmulatorServer server, string? key)
        => _rig.Set(new ProfileChange { Name = "p", Region = region, Endpoint = server.Url.AbsoluteUri, Key = _rig.Variable(key) });

    private async Task<IReadOnlyList<WanProfileCheck>> TestAsync(StoredProfile profile, TimeProvider? time = null, bool probeRegions = false, string? destination = null)
    {
        var tester = new ProfileTester(
            new EngineHost(time ?? TimeProvider.System, gate: new RateGate(new MemoryRateBook(time ?? TimeProvider.System), time ?? TimeProvider.System)).LinesFor(new NoLog()), _rig.Catalogue, profile, readSecret: null,
            region => new Uri((region == WanRegion.Beijing ? _beijing : _singapore).Url, ContractData.Current.Api.BasePath));
        var checks = new List<WanProfileCheck>();
        await foreach (var check in tester.RunAsync(new ProfileTestOptions(destination ?? _rig.Folder, probeRegions), CancellationToken.None))
        {
            checks.Add(check);
        }

        return checks;
    }
}
