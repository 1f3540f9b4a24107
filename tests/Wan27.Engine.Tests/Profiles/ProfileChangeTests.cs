using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>What a change of one part of the bundle does to the others.</summary>
public sealed class ProfileChangeTests : IDisposable
{
    private readonly ProfileRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_move_to_another_region_clears_what_belonged_to_the_old_one_and_keeps_the_rest()
    {
        _rig.Set(new ProfileChange
        {
            Name = "main", Region = WanRegion.Singapore, WorkspaceId = "llm-1", Key = _rig.Variable("sk-one"),
            Limit = new Dictionary<string, double> { ["videoedit.referenceImages.max"] = 4 }, SubmitRate = 2, Proxy = "http://proxy.example.com:8080",
            Models = new Dictionary<string, string> { [WanRoutes.ImageToVideo] = "wan2.7-i2v-2026-04-25" },
        });

        var moved = _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Beijing, Key = _rig.Variable("sk-two") });

        Assert.Equal((WanRegion.Beijing, null, null), (moved.Region, moved.WorkspaceId, moved.Endpoint));
        Assert.Equal((4d, 2d, "http://proxy.example.com:8080"), (moved.Limit!.Values.Single(), moved.SubmitRate!.Value, moved.Proxy));
        Assert.Equal("wan2.7-i2v-2026-04-25", moved.Models![WanRoutes.ImageToVideo]);
    }

    [Fact]
    public void A_move_without_a_key_is_refused_and_leaves_the_profile_as_it_was()
    {
        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one") });

        Assert.Equal("Wan.Key.KeySourceMissing", Refused(new ProfileChange { Name = "main", Region = WanRegion.Beijing }).ErrorId);
        Assert.Equal(WanRegion.Singapore, _rig.Catalogue.Find("main").Region);
    }

    [Fact]
    public void An_empty_value_takes_a_part_back()
    {
        _rig.Set(new ProfileChange
        {
            Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one"), Proxy = "http://proxy.example.com:8080",
            Models = new Dictionary<string, string> { [WanRoutes.Image] = "wan2.7-image" },
        });

        var after = _rig.Set(new ProfileChange { Name = "main", Proxy = "", Models = new Dictionary<string, string>() });

        Assert.Null(after.Proxy);
        Assert.Null(after.Models);
    }

    [Theory]
    [InlineData("http://user:secret@proxy.example.com:8080", "Wan.Region.ProxyWithPassword")]
    [InlineData("user:secret@proxy.example.com:8080", "Wan.Region.ProxyWithPassword")]
    [InlineData("proxy.example.com:8080", "Wan.Region.ProxyMalformed")]
    [InlineData("ftp://proxy.example.com", "Wan.Region.ProxyMalformed")]
    [InlineData("http://proxy.example.com/path", "Wan.Region.ProxyMalformed")]
    public void A_proxy_is_an_address_without_a_password(string proxy, string id)
    {
        var error = Refused(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable(null), Proxy = proxy });

        Assert.Equal(id, error.ErrorId);
        Assert.DoesNotContain("secret", error.ToString() + error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WanRoutes.ImageToVideo, "wan2.7-videoedit", "belongs to route video_editing")]
    [InlineData("text_to_music", "wan2.7-i2v", "no route")]
    [InlineData(WanRoutes.Image, " ", "not a model id")]
    public void A_model_belongs_to_its_route(string route, string model, string words)
        => Assert.Contains(words, Refused(new ProfileChange
        {
            Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable(null), Models = new Dictionary<string, string> { [route] = model },
        }).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_newer_than_this_module_can_be_given()
    {
        var profile = _rig.Set(new ProfileChange
        {
            Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one"), Models = new Dictionary<string, string> { ["IMAGE_TO_VIDEO"] = "wan2.7-i2v-2027-01-01" },
        });
        var contract = Bundle.Resolve(profile, readSecret: null).Contract;

        Assert.Equal("wan2.7-i2v-2027-01-01", contract.ModelOf(WanRoutes.ImageToVideo));
        Assert.Equal(ContractData.Current.DefaultModel(WanRoutes.VideoEdit).Id, contract.ModelOf(WanRoutes.VideoEdit));
    }

    [Fact]
    public void A_key_in_the_wrong_place_is_not_stored_and_not_echoed()
    {
        const string Key = "sk-1234567890abcdef";
        var source = _rig.Variable("sk-one");
        ProfileChange[] mistakes =
        [
            new() { Name = Key, Region = WanRegion.Singapore, Key = source },
            new() { Name = "main", Region = WanRegion.Singapore, Key = new KeySource(KeySourceKind.Variable, Key) },
            new() { Name = "main", Region = WanRegion.Singapore, Key = new KeySource(KeySourceKind.Secret, "name", Key) },
            new() { Name = "main", Region = WanRegion.Singapore, Key = new KeySource(KeySourceKind.File, Path.Combine(_rig.Folder, Key)) },
            new() { Name = "main", Region = WanRegion.Singapore, Key = source, WorkspaceId = Key },
            new() { Name = "main", Region = WanRegion.Singapore, Key = source, Endpoint = Key },
            new() { Name = "main", Region = WanRegion.Singapore, Key = source, Proxy = Key },
        ];

        Assert.All(mistakes, mistake =>
        {
            var error = Refused(mistake);
            Assert.Equal("Wan.Key.KeyGivenAsName", error.ErrorId);
            Assert.DoesNotContain(Key, error.Message + error.RecommendedAction, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(_rig.FilePath));
    }

    private WanError Refused(ProfileChange change) => Assert.Throws<WanException>(() => _rig.Set(change)).Error;
}
