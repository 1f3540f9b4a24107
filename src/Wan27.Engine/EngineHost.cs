using System.Net;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine;

/// <summary>What all pipelines of a process share: connections, clock, rates, uploads, the monitor. Made at first use, never at import.</summary>
internal sealed class EngineHost
{
    private static readonly Lazy<EngineHost> Shared = new(static () => new EngineHost(TimeProvider.System));

    public EngineHost(TimeProvider time, HttpMessageHandler? handler = null)
    {
        Time = time;
        Http = new HttpMessageInvoker(handler ?? CreateHandler());
        Gate = new RateGate(new MemoryRateBook(), time);
        Uploads = new UploadMemory(time);
        Monitor = new TaskMonitor(time);
    }

    public static EngineHost Current => Shared.Value;

    public TimeProvider Time { get; }

    public HttpMessageInvoker Http { get; }

    public IRateGate Gate { get; }

    public UploadMemory Uploads { get; }

    public TaskMonitor Monitor { get; }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
    };
}
