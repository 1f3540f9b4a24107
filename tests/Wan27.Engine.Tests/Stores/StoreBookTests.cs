using System.Runtime.Versioning;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Stores;

/// <summary>The file of the stores, as people who keep their settings elsewhere or edit them by hand have it.</summary>
public sealed class StoreBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-book-").FullName;

    private string FilePath => Path.Combine(_folder, "stores.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_to_the_file_stays_a_link()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "dotfiles")).FullName, "stores.json");
        File.WriteAllText(file, """{ "schema": 1, "stores": [] }""");
        File.CreateSymbolicLink(FilePath, file);

        new StoreCatalogue(new StoreBook(_folder)).Set(new StoreChange { Name = "media", Bucket = "films", Region = "eu-central-1", Ambient = true });

        Assert.Equal(file, File.ResolveLinkTarget(FilePath, returnFinalTarget: true)?.FullName);
        Assert.Contains("media", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void An_address_that_was_edited_by_hand_is_one_error_that_names_the_store()
    {
        File.WriteAllText(FilePath, """{ "schema": 1, "stores": [{ "name": "media", "preset": "Unheard", "bucket": "films", "endpoint": "gateway", "ambient": true }] }""");
        var catalogue = new StoreCatalogue(new StoreBook(_folder));

        var refused = Assert.Throws<WanException>(() => StoreCatalogue.Show(catalogue.Find("media")));

        Assert.Equal("Wan.Storage.StoreEndpointNotSecure", refused.Error.ErrorId);
        Assert.Contains("'media'", refused.Message, StringComparison.Ordinal);
    }
}
