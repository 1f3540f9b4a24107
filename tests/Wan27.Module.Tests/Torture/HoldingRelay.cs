using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wan27.ModuleTests.Torture;

/// <summary>
/// A way to an S3 server that holds one write where it is told to, so that its sender can be killed right there. It counts how often each object was made,
/// whether or not the sender lived to see the answer.
/// </summary>
internal sealed class HoldingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _ways = [];
    private readonly Uri _server;
    private readonly Task _accepting;
    private Hold? _hold;

    public HoldingRelay(string server)
    {
        _server = new Uri(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How often the server made an object.</summary>
    public int Made(string path) => _made.GetValueOrDefault(path);

    /// <summary>Holds a write of what comes now; the task ends when it is held, and tells which one it was.</summary>
    public Task<string> HoldAt(HoldPoint point) => (_hold = new Hold(point)).Reached;

    /// <summary>Waits, once the sender is gone, until the server has answered all that it was sent whole.</summary>
    public async Task SettleAsync()
    {
        _hold = null;
        while (_ways.TryTake(out var way))
        {
            await way;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await SettleAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ways.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            var from = new WireReader(client.GetStream());
            var back = new WireReader(server.GetStream());
            try
            {
                while (await from.HeadAsync(_stop.Token) is { } request)
                {
                    await ExchangeAsync(request, from, back, client.GetStream(), server.GetStream());
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two has left, or the test has ended.
            }
        }
    }

    private async Task ExchangeAsync(WireHead request, WireReader from, WireReader back, NetworkStream client, NetworkStream server)
    {
        var hold = request.IsWrite && _hold is { } mine && mine.IsNext() ? mine : null;
        try
        {
            await ExchangeAsync(request, hold, from, back, client, server);
        }
        catch (Exception exception) when (exception is IOException or SocketException && hold is { Reached.IsCompleted: false })
        {
            // The server had closed an idle connection: the sender tries again, and that is held.
            hold.TakeNext();
            throw;
        }
    }

    private async Task ExchangeAsync(WireHead request, Hold? hold, WireReader from, WireReader back, NetworkStream client, NetworkStream server)
    {
        if (hold is { Point.Share: 0 })
        {
            await hold.StayAsync(request.First, client, _stop.Token);
        }

        await server.WriteAsync(request.Bytes, _stop.Token);
        if (request.Expects && await back.AnswerAsync(_stop.Token) is { } go)
        {
            await client.WriteAsync(go.Bytes, _stop.Token);
            if (!go.IsInterim)
            {
                throw new IOException("The server wants no body.");
            }
        }

        var share = hold is { Point.Share: < 1 } ? (long)(request.Length * hold.Point.Share) : request.Length;
        await from.CopyAsync(share, server, _stop.Token);
        if (hold is { Point.Share: < 1 })
        {
            await hold.StayAsync(request.First, client, _stop.Token);
        }

        if (await back.AnswerAsync(_stop.Token) is not { } answer)
        {
            throw new IOException("The server has left.");
        }

        if (request.Makes is { } path && answer.Status == 200)
        {
            _made.AddOrUpdate(path, 1, static (_, count) => count + 1);
        }

        if (hold is not null)
        {
            await hold.StayAsync(request.First, client, _stop.Token);
        }

        await client.WriteAsync(answer.Bytes, _stop.Token);
        if (request.HasAnswerBody(answer))
        {
            await back.CopyBodyAsync(answer, client, _stop.Token);
        }
    }

    /// <summary>One held write of a run.</summary>
    private sealed class Hold(HoldPoint point)
    {
        private readonly TaskCompletionSource<string> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _writes;

        public HoldPoint Point => point;

        public Task<string> Reached => _reached.Task;

        public bool IsNext() => Interlocked.Increment(ref _writes) - 1 == point.Write;

        public void TakeNext() => Volatile.Write(ref _writes, point.Write);

        /// <summary>Tells that it is held, and waits for the sender to be gone.</summary>
        public async Task StayAsync(string what, NetworkStream client, CancellationToken ct)
        {
            _reached.TrySetResult(what);
            var rest = new byte[64 * 1024];
            while (await client.ReadAsync(rest, ct) > 0)
            {
                // What the sender had put on its way already.
            }

            throw new IOException("The sender is gone.");
        }
    }
}
