using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wan27.Engine.Tests.Stores;

/// <summary>A way to a server that breaks off in the middle of certain requests.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private const int LetThrough = 200_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly string _sign;
    private readonly Task _accepting;
    private int _cutsLeft;
    private int _cuts;

    /// <param name="server">Where the way leads.</param>
    /// <param name="sign">What stands in the head of a request that is cut.</param>
    /// <param name="cuts">How many requests are cut.</param>
    public CuttingRelay(string server, string sign, int cuts)
    {
        (_server, _sign, _cutsLeft) = (new Uri(server), sign, cuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Cuts => _cuts;

    /// <summary>Lets a whole request through, and breaks off when its answer comes.</summary>
    public bool CutsAnswers { get; init; }

    public void Mend() => _cutsLeft = 0;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var ways = new List<Task>();
        try
        {
            while (true)
            {
                ways.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(ways);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var lost = new TaskCompletionSource();
                var back = BackAsync(client, server, lost);
                await ForthAsync(client, server, lost);
                client.LingerState = new LingerOption(true, 0);
                client.Close();
                server.Close();
                await back;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two has left.
            }
        }
    }

    private async Task BackAsync(TcpClient client, TcpClient server, TaskCompletionSource lost)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await server.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (lost.Task.IsCompleted && !Encoding.Latin1.GetString(buffer, 0, read).StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            {
                client.LingerState = new LingerOption(true, 0);
                client.Close();
                return;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task ForthAsync(TcpClient client, TcpClient server, TaskCompletionSource lost)
    {
        var buffer = new byte[64 * 1024];
        var left = long.MaxValue;
        int read;
        while (left > 0 && (read = await client.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (left == long.MaxValue && _cutsLeft > 0 && Encoding.Latin1.GetString(buffer, 0, read).Contains(_sign, StringComparison.Ordinal) && Interlocked.Decrement(ref _cutsLeft) >= 0)
            {
                Interlocked.Increment(ref _cuts);
                if (CutsAnswers)
                {
                    lost.SetResult();
                }
                else
                {
                    left = LetThrough;
                }
            }

            await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            left -= left == long.MaxValue ? 0 : read;
        }
    }
}
