using Amazon.Runtime;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>A store whose server answers from a script, for what no real server can be brought to say.</summary>
internal sealed class WiredStore : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string _spool = Directory.CreateTempSubdirectory("wan27-wired-").FullName;

    private WiredStore(string url)
        => Store = new ObjectStore(new StoreEntry { Name = "media", Preset = "MinIO", Bucket = "films", Endpoint = url }, new BasicAWSCredentials("key", "secret"), _http, _spool, TimeProvider.System);

    public ObjectStore Store { get; }

    public static WiredStore Of(LoopbackServer server) => new(server.Url(string.Empty));

    public void Dispose()
    {
        Store.Dispose();
        _http.Dispose();
        Directory.Delete(_spool, recursive: true);
    }
}
