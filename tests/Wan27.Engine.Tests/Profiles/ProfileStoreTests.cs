using System.Text.Json;
using Wan27.Engine.Profiles;

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
    [InlineData("""{ "schema": 1, """, "not valid")]
    public void A_file_that_cannot_be_understood_is_never_overwritten(string content, string words)
    {
        File.WriteAllText(_rig.FilePath, content);

        var refused = Assert.Throws<WanException>(() => _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable(null) }));

        Assert.Equal("Wan.Storage.ProfileFileUnreadable", refused.Error.ErrorId);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_rig.FilePath));
    }
}
