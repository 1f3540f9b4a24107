using System.Globalization;
using System.Text;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>A key belongs to one region.</summary>
public sealed class SharedKeyTests : IDisposable
{
    private const string Key = "sk-0123456789abcdef0123456789abcdef";
    private readonly ProfileRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_same_key_under_two_regions_is_refused()
    {
        Set("sg", WanRegion.Singapore, _rig.Variable(Key));

        var refused = Assert.Throws<WanException>(() => Set("bj", WanRegion.Beijing, _rig.Variable(Key))).Error;

        Assert.Equal("Wan.Key.KeyOfOtherRegion", refused.ErrorId);
        Assert.Contains("'sg'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.ToString() + refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(_rig.Catalogue.List());
    }

    [Fact]
    public void It_is_taken_when_forced_and_then_no_longer_questioned()
    {
        Set("sg", WanRegion.Singapore, _rig.Variable(Key));
        _rig.Set(new ProfileChange { Name = "bj", Region = WanRegion.Beijing, Key = _rig.Variable(Key), Force = true });

        Assert.Equal(3, _rig.Set(new ProfileChange { Name = "bj", SubmitRate = 3 }).SubmitRate);
    }

    [Fact]
    public void A_source_without_a_key_counts_by_its_name()
    {
        var empty = _rig.Variable(null);
        Set("sg", WanRegion.Singapore, empty);

        Assert.Equal("Wan.Key.KeyOfOtherRegion", Assert.Throws<WanException>(() => Set("bj", WanRegion.Beijing, empty)).Error.ErrorId);
    }

    [Fact]
    public void A_key_that_was_there_only_when_its_profile_was_set_is_still_known()
    {
        var source = _rig.Variable(Key);
        Set("sg", WanRegion.Singapore, source);
        Environment.SetEnvironmentVariable(source.Name!, null);

        Assert.Throws<WanException>(() => Set("bj", WanRegion.Beijing, _rig.Variable(Key)));
    }

    [Fact]
    public void Two_profiles_of_one_region_may_share_a_key()
    {
        Set("one", WanRegion.Singapore, _rig.Variable(Key));
        Set("two", WanRegion.Singapore, _rig.Variable(Key));

        Assert.Equal(2, _rig.Catalogue.List().Count);
    }

    [Fact]
    public void Two_keys_may_be_of_two_regions()
    {
        Set("sg", WanRegion.Singapore, _rig.Variable(Key));
        Set("bj", WanRegion.Beijing, _rig.Variable(Key + "0"));

        Assert.Equal(2, _rig.Catalogue.List().Count);
    }

    [Theory]
    [InlineData("sk-sp-0123456789abcdef", "Wan.Key.KeyOfOtherPlan")]
    [InlineData("sk-0123 456789abcdef", "Wan.Key.KeyMalformed")]
    [InlineData("\"sk-0123456789abcdef\"", "Wan.Key.KeyMalformed")]
    [InlineData(" 'sk-0123456789abcdef' ", "Wan.Key.KeyMalformed")]
    public void A_key_that_can_never_work_is_refused_with_the_reason_when_its_profile_is_set(string key, string id)
        => Assert.Equal(id, Assert.Throws<WanException>(() => Set("main", WanRegion.Singapore, _rig.Variable(key))).Error.ErrorId);

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData("\u201C{0}\u201D")]
    [InlineData("{0}\"")]
    public void Quotes_that_were_copied_along_are_named_and_the_key_is_not(string writing)
    {
        var refused = Assert.Throws<WanException>(() => ApiKey.Create(string.Format(CultureInfo.InvariantCulture, writing, Key), "variable KEY"));

        Assert.Equal("Wan.Key.KeyMalformed", refused.Error.ErrorId);
        Assert.Contains("the quotes do not belong to the key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[3..], refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emulator", "Start-WanEmulator")]
    [InlineData("main", "Set-WanProfile -Name main")]
    public void A_key_that_ended_with_its_session_is_brought_back_by_the_line_that_is_shown(string name, string line)
    {
        var profile = new StoredProfile { Name = name, Region = WanRegion.Singapore, Key = new KeySource(KeySourceKind.Session) };

        Assert.Contains(line, Assert.Throws<WanException>(() => KeyReader.Read(profile, null)).Error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_the_key_nor_its_base64_is_in_any_file_and_the_salt_is_the_owners()
    {
        Set("sg", WanRegion.Singapore, _rig.Variable(Key));

        Assert.All(Directory.GetFiles(_rig.Folder), static file =>
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), text, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows() && !file.EndsWith(".lock", StringComparison.Ordinal))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        });
        Assert.NotNull(_rig.Catalogue.Find("sg").KeyPrint);
    }

    [Fact]
    public void Two_users_have_two_prints_of_one_key()
    {
        using var other = new ProfileRig();
        var change = new ProfileChange { Name = "sg", Region = WanRegion.Singapore, Key = _rig.Variable(Key) };

        Assert.NotEqual(_rig.Set(change).KeyPrint, other.Set(change).KeyPrint);
    }

    private void Set(string name, WanRegion region, KeySource key) => _rig.Set(new ProfileChange { Name = name, Region = region, Key = key });
}
