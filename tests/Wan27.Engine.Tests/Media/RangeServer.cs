using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wan27.Engine.Tests.Media;

/// <summary>A loopback server for one file that can obey or ignore ranges and counts what it was able to send.</summary>
internal sealed class RangeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _head;
    private readonly long _length;
    private readonly string _mode;
    private readonly Task _serving;

    /// <param name="head">First bytes of the file; the rest is zeros.</param>
    /// <param name="length">Length of the file.</param>
    /// <param name="mode">range, ignore (whole file with length), stream (whole file without length), gone (404).</param>
    public RangeServer(byte[] head, long length, string mode)
    {
        (_head, _length, _mode) = (head, length, mode);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public long Sent { get; private set; }

    public string? Request { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            client.SendBufferSize = 64 * 1024;
            await using var stream = client.GetStream();
            var buffer = new byte[8192];
            var count = await stream.ReadAsync(buffer, _stop.Token);
            Request = Encoding.ASCII.GetString(buffer, 0, count);
            var last = long.Parse(Request.Split("bytes=0-")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
            var size = _mode == "range" ? Math.Min(last + 1, _length) : _mode == "gone" ? 0 : _length;
            var headers = _mode switch
            {
                "range" => $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-{size - 1}/{_length}\r\nContent-Length: {size}\r\n",
                "ignore" => $"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n",
                "gone" => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n",
                _ => "HTTP/1.1 200 OK\r\n",
            };
            await stream.WriteAsync(Encoding.ASCII.GetBytes(headers + "Connection: close\r\n\r\n"), _stop.Token);
            while (Sent < size)
            {
                var part = (int)Math.Min(buffer.Length, size - Sent);
                Array.Clear(buffer);
                if (Sent < _head.Length)
                {
                    _head.AsSpan((int)Sent, (int)Math.Min(part, _head.Length - Sent)).CopyTo(buffer);
                }

                await stream.WriteAsync(buffer.AsMemory(0, part), _stop.Token);
                Sent += part;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The client hung up, which is what some tests wait for.
        }
    }
}
