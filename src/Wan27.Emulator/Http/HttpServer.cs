using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Wan27.Emulator.Http;

/// <summary>A small HTTP/1.1 server on 127.0.0.1 with a hand on its sockets, which faults need and HttpListener does not give.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<HttpRequest, CancellationToken, Task<HttpResponse>> _handler;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Task _accepting;
    private int _disposed;

    public HttpServer(int port, Func<HttpRequest, CancellationToken, Task<HttpResponse>> handler, TimeProvider time)
    {
        _handler = handler;
        _time = time;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var socket in _connections.Keys)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_connections.Values);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                // A client that gave up in the backlog is no reason to stop listening.
                continue;
            }

            socket.NoDelay = true;
            var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connections[socket] = running.Task;
            _ = ServeAsync(socket, running);
        }
    }

    private async Task ServeAsync(Socket socket, TaskCompletionSource running)
    {
        await Task.Yield();
        try
        {
            using var connection = new HttpConnection(socket, _handler, _time);
            await connection.RunAsync(_stop.Token);
        }
        finally
        {
            _connections.TryRemove(socket, out _);
            running.SetResult();
        }
    }
}
