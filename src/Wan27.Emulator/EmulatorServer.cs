using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator;

/// <summary>
/// A loopback server that speaks the service's contract strictly: dry runs, tests and demonstrations without key, cost or network.
/// It refuses what the service refuses, lets tasks pass through their states over a set time, and hands out real PNG and MP4 files.
/// </summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly Premises _premises;
    private readonly HttpServer _server;
    private int _disposed;

    private EmulatorServer(EmulatorOptions options)
    {
        Options = options;
        var clock = new SteeredTime(options.Time);
        options = options with { Time = clock };
        Log = new(clock);
        foreach (var rule in options.Faults)
        {
            Faults.Add(rule);
        }

        _premises = new(options, Log, Faults) { Clock = clock };
        var front = new ServiceFront(_premises);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server = new(
            options.Port,
            async (request, stop) =>
            {
                // A client may connect before the port that it connected to is noted here.
                await ready.Task;
                return await front.AnswerAsync(request, stop);
            },
            options.Time);
        Url = new Uri($"http://127.0.0.1:{_server.Port}");
        _premises.Url = Url;
        ready.SetResult();
    }

    /// <summary>Base address, without a path.</summary>
    public Uri Url { get; }

    /// <summary>TCP port it listens on.</summary>
    public int Port => _server.Port;

    /// <summary>What it was started with.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>Every request so far.</summary>
    public RequestLog Log { get; }

    /// <summary>The faults scripted for coming requests.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>A key that it accepts in its region. Any other <c>sk-</c> key that does not name another region is accepted as an account of its own.</summary>
    public string ApiKey => $"sk-emulator-{Options.Region.ToString().ToLowerInvariant()}";

    /// <summary>The wrapper providers that it plays beside the official service, each below a path of its own.</summary>
    public IReadOnlyList<EmulatedProvider> Providers
        => [.. FacadeList.Of(_premises).Select(facade => new EmulatedProvider(facade.Name, new Uri(Url, facade.Name + facade.Base).AbsoluteUri, facade.ApiKey))];

    /// <summary>Starts to listen on 127.0.0.1.</summary>
    /// <param name="options">How it shall behave.</param>
    /// <param name="cancellationToken">Gives up before it listens.</param>
    /// <returns>The running server; dispose of it to stop.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port or a time is out of range.</exception>
    public static Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.TaskSeconds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ResultPadding, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Port, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, ushort.MaxValue, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new EmulatorServer(options));
    }

    /// <summary>Closes every connection, ends what it started and deletes its temp files.</summary>
    /// <returns>Done when nothing of it is left.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _server.DisposeAsync();
            await _premises.DisposeAsync();
        }
    }
}
