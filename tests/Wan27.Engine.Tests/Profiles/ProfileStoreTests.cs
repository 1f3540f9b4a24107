using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>The profile file under many hands.</summary>
public sealed class ProfileStoreTests : IDisposable
{
    private readonly ProfileRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Many_writers_lose_nothing_and_readers_never_see_half_a_file()
    {
        const int Writers = 16;
        const int Each = 4;
        var key = _rig.Variable("sk-one");
        var faults = new List<Exception>();
        var reading = true;
        var reader = new Thread(() =>
        {
            while (Volatile.Read(ref reading))
            {
                Guard(() => new ProfileStore(_rig.Folder).Read());
            }
        });
        var writers = Enumerable.Range(0, Writers).Select(writer => new Thread(() => Guard(() =>
        {
            for (var profile = 0; profile < Each; profile++)
            {
                _rig.Set(new ProfileChange { Name = $"p{writer}-{profile}", Region = WanRegion.Singapore, Key = key });
            }
        }))).ToList();
        reader.Start();
        writers.ForEach(static thread => thread.Start());
        writers.ForEach(static thread => thread.Join());
        Volatile.Write(ref reading, false);
        reader.Join();

        Assert.Empty(faults);
        Assert.Equal(Writers * Each, _rig.Catalogue.List().Count);
        Assert.DoesNotContain(Directory.GetFiles(_rig.Folder), static file => file.EndsWith(".tmp", StringComparison.Ordinal));

        void Guard(Action work)
        {
            try
            {
                work();
            }
            catch (WanException fault)
            {
                lock (faults)
                {
                    faults.Add(fault);
                }
            }
        }
    }

    [Fact]
    public void The_file_is_readable_json_with_a_schema_and_only_its_owner_may_read_it()
    {
        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one") });

        using var json = JsonDocument.Parse(File.ReadAllText(_rig.FilePath));
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal("Singapore", json.RootElement.GetProperty("profiles")[0].GetProperty("region").GetString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_rig.FilePath));
        }
    }

    [Theory]
    [InlineData("""{ "schema": 99, "profiles": [] }""", "schema 99")]
    [InlineData("""{ "schema": 0, "profiles": [] }""", "schema 0")]
    [InlineData("""{ "schema": 1, """, "not valid")]
    [InlineData("", "not valid")]
    [InlineData("""{ "schema": 1, "profiles": [null] }""", "not complete")]
    [InlineData("""{ "schema": 1, "profiles": [{ "name": "a", "region": "Singapore", "key": null }] }""", "not complete")]
    [InlineData("""{ "schema": 1, "profiles": [{ "name": "a", "region": "Atlantis", "key": { "kind": "Session" } }] }""", "not valid")]
    public void A_file_that_cannot_be_understood_is_never_overwritten(string content, string words)
    {
        File.WriteAllText(_rig.FilePath, content);

        var refused = Assert.Throws<WanException>(() => _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable(null) }));

        Assert.Equal("Wan.Storage.ProfileFileUnreadable", refused.Error.ErrorId);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_rig.FilePath));
    }

    [Fact]
    public void A_key_source_with_unknown_parts_is_kept_and_only_its_own_profile_cannot_be_used()
    {
        File.WriteAllText(_rig.FilePath, """{ "schema": 1, "profiles": [{ "name": "a", "region": "Singapore", "key": { "kind": "Variable", "name": "X", "slot": 2 } }] }""");

        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-0123456789") });

        var refused = Assert.Throws<WanException>(() => Bundle.Resolve(_rig.Catalogue.Find("a"), readSecret: null));
        Assert.Equal("Wan.Key.KeySourceUnknown", refused.Error.ErrorId);
        Assert.Contains("slot", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"slot\": 2", File.ReadAllText(_rig.FilePath), StringComparison.Ordinal);
        Assert.Equal("main", Bundle.Resolve(_rig.Catalogue.Find("main"), readSecret: null).Profile.Name);
    }

    [Theory]
    [InlineData("https://user:secret@gateway.example.com/api/v1")]
    [InlineData("https://gateway.example.com/api/v1?secret=1")]
    public void An_endpoint_edited_by_hand_is_refused_and_shown_without_what_it_hides(string endpoint)
    {
        File.WriteAllText(_rig.FilePath, $$"""{ "schema": 1, "profiles": [{ "name": "a", "region": "Singapore", "endpoint": "{{endpoint}}", "key": { "kind": "Variable", "name": "X" } }] }""");
        var profile = _rig.Catalogue.Find("a");

        Assert.Equal("Wan.Region.EndpointMalformed", Assert.Throws<WanException>(() => Bundle.Resolve(profile, readSecret: null)).Error.ErrorId);
        Assert.Equal("https://gateway.example.com/api/v1", _rig.Catalogue.Show(profile, isDefault: false).Endpoint);
    }

    [Fact]
    public void A_file_of_a_later_version_says_what_to_do()
    {
        File.WriteAllText(_rig.FilePath, """{ "schema": 2, "profiles": [], "vaults": {} }""");

        var refused = Assert.Throws<WanException>(() => _rig.Catalogue.List());

        Assert.Contains("written by a later version of the module; this one knows schema 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Update the module.", refused.Error.RecommendedAction);
    }

    [Fact]
    public void What_a_later_version_of_the_same_layout_wrote_survives_a_change()
    {
        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one") });
        var json = JsonNode.Parse(File.ReadAllText(_rig.FilePath))!;
        json["team"] = "video";
        json["profiles"]![0]!["colour"] = new JsonObject { ["hex"] = "#fff" };
        File.WriteAllText(_rig.FilePath, json.ToJsonString());

        _rig.Set(new ProfileChange { Name = "main", SubmitRate = 2 });
        _rig.Set(new ProfileChange { Name = "other", Region = WanRegion.Beijing, Key = _rig.Variable("sk-two") });

        var kept = JsonNode.Parse(File.ReadAllText(_rig.FilePath))!;
        Assert.Equal(("video", "#fff", 2), ((string?)kept["team"], (string?)kept["profiles"]![0]!["colour"]!["hex"], (int)kept["profiles"]![0]!["submitRate"]!));
    }

    [Fact]
    public void A_file_without_profiles_is_an_empty_one()
    {
        File.WriteAllText(_rig.FilePath, "{ \"schema\": 1 }");

        Assert.Empty(_rig.Catalogue.List());
    }

    [Fact]
    public void Unlike_writers_of_one_file_keep_all_processes_profiles_and_the_default()
    {
        var key = _rig.Variable("sk-one");
        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = key });
        Parallel.For(0, 24, number =>
        {
            var name = $"p{number % 6}";
            _rig.Set(new ProfileChange { Name = name, Region = WanRegion.Singapore, Key = key, SubmitRate = number < 6 ? null : 1 + number });
            if (number % 6 == 5)
            {
                _rig.Catalogue.Remove(name);
            }
        });

        Assert.Empty(new[] { "main", "p0", "p1", "p2", "p3", "p4" }.Except(_rig.Catalogue.List().Select(static entry => entry.Profile.Name)));
        Assert.Equal("main", _rig.Catalogue.Find(null).Name);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void The_file_is_its_owners_alone_before_its_first_byte_and_whatever_it_was_before()
    {
        File.WriteAllText(_rig.FilePath, "old");
        File.SetUnixFileMode(_rig.FilePath, (UnixFileMode)0b110_110_110);
        UnixFileMode? first = null;

        OwnerOnly.Replace(_rig.FilePath, stream =>
        {
            first = File.GetUnixFileMode(stream.Name);
            Assert.Equal("old", File.ReadAllText(_rig.FilePath));
            stream.WriteByte((byte)'n');
        });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, first);
        Assert.Equal((first, "n"), (File.GetUnixFileMode(_rig.FilePath), File.ReadAllText(_rig.FilePath)));
    }

    [Fact]
    public void A_write_that_breaks_off_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(_rig.FilePath, "old");

        Assert.Throws<IOException>(() => OwnerOnly.Replace(_rig.FilePath, static stream =>
        {
            stream.WriteByte((byte)'n');
            throw new IOException("full");
        }));

        Assert.Equal("old", File.ReadAllText(_rig.FilePath));
        Assert.Equal([_rig.FilePath], Directory.GetFiles(_rig.Folder));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_to_the_file_stays_a_link()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_rig.Folder, "dotfiles")).FullName;
        var file = Path.Combine(elsewhere, "wan27.json");
        File.WriteAllText(file, """{ "schema": 1, "profiles": [] }""");
        File.CreateSymbolicLink(_rig.FilePath, file);

        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one") });

        Assert.Equal(file, File.ResolveLinkTarget(_rig.FilePath, returnFinalTarget: true)?.FullName);
        Assert.Contains("main", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Single(_rig.Catalogue.List());
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_that_leads_round_is_an_error_and_stays()
    {
        File.CreateSymbolicLink(_rig.FilePath, _rig.FilePath);

        var refused = Assert.Throws<WanException>(() => _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one") }));

        Assert.StartsWith("Wan.Storage.ProfileFile", refused.Error.ErrorId, StringComparison.Ordinal);
        Assert.Equal(_rig.FilePath, new FileInfo(_rig.FilePath).LinkTarget);
    }

    [Theory]
    [InlineData("\"endpoint\": \"http://gateway.example.com/api/v1\"", "Wan.Region.EndpointNotSecure")]
    [InlineData("\"endpoint\": \"gateway\"", "Wan.Region.EndpointMalformed")]
    [InlineData("\"workspaceId\": \"evil.example/\"", "Wan.Region.WorkspaceIdMalformed")]
    public void An_address_that_was_edited_by_hand_gets_no_key_and_is_still_listed(string member, string errorId)
    {
        File.WriteAllText(_rig.FilePath, $$"""{ "schema": 1, "default": "main", "profiles": [{ "name": "main", "region": "Singapore", {{member}}, "key": { "kind": "Variable", "name": "{{_rig.Variable("sk-one").Name}}" } }] }""");

        var entry = Assert.Single(_rig.Catalogue.List());
        Assert.Equal("main", _rig.Catalogue.Show(entry.Profile, entry.IsDefault).Name);
        Assert.Equal(errorId, Assert.Throws<WanException>(() => Bundle.Resolve(entry.Profile, readSecret: null)).Error.ErrorId);
    }
}
