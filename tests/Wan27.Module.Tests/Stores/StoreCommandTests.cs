using System.Management.Automation;
using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Stores;

/// <summary>Set-, Get-, Remove- and Test-WanStore as a user meets them.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreCommandTests(SwiftServer server) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_store_shows_where_its_keys_are_and_never_a_key()
    {
        var store = _shell.Run("Set-WanStore media films -Preset OSS -Region ap-southeast-1 -Prefix /wan27/ -AccessKeyVariable A -SecretKeyVariable S -PassThru").Single<WanStore>();

        Assert.Equal(
            ("media", "OSS", "films", "wan27/", "https://s3.oss-ap-southeast-1.aliyuncs.com", false, false, "variable A and variable S"),
            (store.Name, store.Preset, store.Bucket, store.Prefix, store.Endpoint, store.CustomEndpoint, store.PathStyle, store.KeySource));
        Assert.Equal(store, _shell.Run("Get-WanStore ME*").Single<WanStore>());
    }

    [Fact]
    public void What_is_not_named_stays_and_an_empty_text_takes_back()
    {
        _shell.Run("Set-WanStore media films -Endpoint https://s3.example.com -Region eu-central-1 -Prefix a -Ambient").MustSucceed();

        var changed = _shell.Run("Set-WanStore media -Prefix '' -PathStyle:$false -PassThru").Single<WanStore>();

        Assert.Equal(("films", null, "https://s3.example.com", "eu-central-1", false, "the platform's own"), (changed.Bucket, changed.Prefix, changed.Endpoint, changed.Region, changed.PathStyle, changed.KeySource));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("LTAI5tExampleKeyId00")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("q8ZtR2vXw5LmN7pKc3JdF6hYbT9sGa")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void A_key_in_the_wrong_place_is_stored_nowhere_and_in_no_error(string key)
    {
        foreach (var given in new[] { "AccessKeyVariable", "SecretKeyVariable", "SecretKeyFile", "SecretKeySecret", "SessionTokenVariable", "Vault" })
        {
            var rest = string.Join(' ', new[] { "AccessKeyVariable A", "SecretKeyVariable S" }.Where(other => other.Split('K')[0] != given.Split('K')[0]).Select(static other => "-" + other));
            var vault = given == "Vault" ? "-SessionTokenSecret T" : string.Empty;

            var error = _shell.Run($"Set-WanStore media films -Region eu-central-1 {rest} {vault} -{given} '{key}'").OnlyError("Wan.Key.KeyGivenAsName");

            Assert.Null(error.TargetObject);
            Assert.DoesNotContain(key, error + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Empty(_shell.Run("Get-WanStore").MustSucceed().Output);
        }
    }

    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("prodMediaBucketSecretKey1")]
    [InlineData("prod/media/wan27/secret-key-2026")]
    [InlineData("S3SECRETKEYOFPRODUCTION2026")]
    public void A_name_is_not_taken_for_a_key(string name)
        => _shell.Run($"Set-WanStore media films -Region eu-central-1 -AccessKeyVariable A -SecretKeySecret '{name}'").MustSucceed();

    [Theory]
    [InlineData("Set-WanStore media", "Wan.Storage.StoreBucketRequired", "The new store 'media' needs a bucket.")]
    [InlineData("Set-WanStore media Films -Ambient -Region eu-central-1", "Wan.Storage.StoreBucketMalformed", "Store 'media': 'Films' is not the name of a bucket.")]
    [InlineData("Set-WanStore media films -Ambient", "Wan.Storage.StoreRegionRequired", "Store 'media' needs a region or an endpoint: nothing is guessed.")]
    [InlineData("Set-WanStore media films -Preset R2 -Ambient -Region auto", "Wan.Storage.StoreEndpointRequired", "Store 'media': Cloudflare R2 has no address that could be known here.")]
    [InlineData("Set-WanStore media films -Endpoint http://s3.example.com -Ambient", "Wan.Storage.StoreEndpointNotSecure", "Store 'media': the endpoint 's3.example.com' is plain http; media would travel unprotected. Plain http is allowed on loopback only.")]
    [InlineData("Set-WanStore media films -Endpoint https://s3.example.com/films -Ambient", "Wan.Storage.StoreEndpointMalformed", "Store 'media': the endpoint must be the server alone, without user, path, query or fragment.")]
    [InlineData("Set-WanStore media films -Region eu-central-1 -AccessKeyVariable A", "Wan.Storage.StoreKeySourceMissing", "Store 'media' needs a source for its secret key too.")]
    [InlineData("Set-WanStore media films -Region eu-central-1 -AccessKeyVariable A -AccessKeyFile a -SecretKeyVariable S", "Wan.Storage.StoreKeySourcesExclude", "Store 'media': AccessKeyVariable and AccessKeyFile exclude each other: it has one access key.")]
    [InlineData("Set-WanStore media films -Region eu-central-1 -Ambient -SecretKeyVariable S", "Wan.Storage.StoreKeySourcesExclude", "Store 'media': -Ambient takes the platform's own keys, and a source of keys is given as well.")]
    [InlineData("Set-WanStore media films -Region 'EU central' -Ambient", "Wan.Storage.StoreRegionMalformed", "Store 'media': 'EU central' is not the id of a region.")]
    [InlineData("Set-WanStore media films -Preset Azure -Ambient -Region a", "Wan.Storage.StorePresetUnknown", "Store 'media': there is no preset 'Azure'.")]
    [InlineData("Set-WanStore 'my media' films", "Wan.Storage.StoreNameMalformed", "'my media' is not the name of a store.")]
    [InlineData("Set-WanStore media films -Prefix ../up -Ambient -Region a", "Wan.Storage.ObjectNameRefused", "Store 'media': the name '../up' has the part '.' or '..'.")]
    [InlineData("Get-WanStore nowhere", "Wan.Storage.StoreUnknown", "There is no store 'nowhere'.")]
    [InlineData("Remove-WanStore nowhere", "Wan.Storage.StoreUnknown", "There is no store 'nowhere'.")]
    [InlineData("Test-WanStore nowhere", "Wan.Storage.StoreUnknown", "There is no store 'nowhere'.")]
    public void What_does_not_fit_is_one_error_and_nothing_is_set(string line, string id, string message)
    {
        var error = _shell.Run(line).OnlyError(id);

        Assert.StartsWith(message, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Get-WanStore").MustSucceed().Output);
    }

    [Fact]
    public void Set_and_remove_can_be_asked_first()
    {
        _shell.Run("Set-WanStore media films -Region a -Ambient -WhatIf").MustSucceed();
        Assert.Empty(_shell.Run("Get-WanStore").MustSucceed().Output);

        _shell.Run("Set-WanStore media films -Region a -Ambient; Remove-WanStore media -WhatIf").MustSucceed();
        Assert.Single(_shell.Run("Get-WanStore").MustSucceed().Output);
        _shell.Run("Get-WanStore | Remove-WanStore").MustSucceed();
        Assert.Empty(_shell.Run("Get-WanStore").MustSucceed().Output);
    }

    [Fact]
    public void The_tab_key_offers_stores_and_presets()
    {
        _shell.Run("Set-WanStore media films -Region a -Ambient").MustSucceed();

        Assert.Equal(["media"], Offered("Get-WanStore m"));
        Assert.Equal(["AWS", "OSS", "R2", "MinIO"], Offered("Set-WanStore x y -Preset "));
    }

    [SwiftFact]
    public async Task A_store_that_works_passes_every_check_and_keeps_nothing()
    {
        await server.MakeBucketAsync("tested");
        StoreCommands.Set(_shell, server, "media", "tested", "-Prefix wan27");

        var checks = _shell.Run("Test-WanStore media").MustSucceed().Of<WanStoreCheck>();

        Assert.Equal(["Keys: Passed", "Write: Passed", "Read: Passed", "Address: Passed", "Condition: Warning", "Delete: Passed"], checks.Select(static check => $"{check.Check}: {check.Status}"));
        Assert.Equal("The store does not know conditional writes: a look comes before each write.", checks[4].Detail);
        Assert.Empty(await server.KeysAsync("tested"));
    }

    [SwiftTheory]
    [InlineData("test:reader", "reading", "Write", "Wan.Storage.StoreWriteDenied", "may not write", "Grant s3:PutObject")]
    [InlineData("test:writer", "writing", "Read", "Wan.Storage.StoreReadDenied", "may not read", "Grant s3:GetObject and s3:ListBucket")]
    [InlineData("test:tester", "wrong", "Write", "Wan.Storage.StoreKeyRefused", "does not accept the keys from file ", "Check both keys")]
    public void A_right_that_is_missing_is_named(string access, string secret, string check, string id, string detail, string fix)
    {
        StoreCommands.Set(_shell, server, "media", SwiftServer.LimitedBucket);
        File.WriteAllText(_shell.PathOf("access.key"), access);
        File.WriteAllText(_shell.PathOf("secret.key"), secret);

        var failed = _shell.Run("Test-WanStore media").MustSucceed().Of<WanStoreCheck>().First(static row => row.Passed == false);

        Assert.Equal((check, id), (failed.Check, failed.ErrorId));
        Assert.Contains(detail, failed.Detail, StringComparison.Ordinal);
        Assert.StartsWith("Store 'media' (bucket limited at 127.0.0.1:", failed.Detail, StringComparison.Ordinal);
        Assert.StartsWith(fix, failed.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_its_keys_says_which_source_is_empty()
    {
        _shell.Run("Set-WanStore media films -Region eu-central-1 -AccessKeyVariable WAN27_NO_KEY -SecretKeyVariable WAN27_NO_KEY").MustSucceed();

        var checks = _shell.Run("Test-WanStore media").MustSucceed().Of<WanStoreCheck>();

        Assert.Equal("Store 'media': there is no access key in its source (variable WAN27_NO_KEY).", checks[0].Detail);
        Assert.All(checks.Skip(1), static check => Assert.Equal(WanCheckStatus.Skipped, check.Status));
    }

    private string[] Offered(string line) => [.. CommandCompletion.CompleteInput(line, line.Length, null, _shell.Create(string.Empty)).CompletionMatches.Select(static match => match.CompletionText)];
}
