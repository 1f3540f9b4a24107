using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wan27.Emulator.Http;

/// <summary>One client connection: requests in, answers out, one after the other.</summary>
internal sealed class HttpConnection(Socket socket, Func<HttpRequest, CancellationToken, Task<HttpResponse>> handler, TimeProvider time) : IDisposable
{
    private const int MaxHead = 64 * 1024;
    private const long MaxDrain = 64L * 1024 * 1024;
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly NetworkStream _stream = new(socket, ownsSocket: false);

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var reader = new SocketReader(_stream);
            while (await ServeOneAsync(reader, stop))
            {
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer left or the server stops: either way this connection is over, and nobody is left to tell.
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        socket.Dispose();
    }

    private async Task<bool> ServeOneAsync(SocketReader reader, CancellationToken stop)
    {
        HttpRequest? request;
        try
        {
            request = await ReadHeadAsync(reader, stop);
            if (request is null)
            {
                return false;
            }

            var response = await handler(request, stop);
            return await SendAsync(request, response, stop);
        }
        catch (MalformedRequestException malformed)
        {
            var refusal = HttpResponse.Text(malformed.Status, "text/plain", malformed.Message);
            await WriteAsync(refusal, withBody: true, keepAlive: false, stop);
            return false;
        }
    }

    private async Task<HttpRequest?> ReadHeadAsync(SocketReader reader, CancellationToken stop)
    {
        string? first;
        do
        {
            first = await reader.ReadLineAsync(MaxHead, stop);
        }
        while (first is { Length: 0 });

        if (first is null)
        {
            return null;
        }

        var parts = first.Split(' ');
        if (parts.Length != 3 || !parts[2].StartsWith("HTTP/1.", StringComparison.Ordinal) || !IsTarget(parts[1]))
        {
            throw new MalformedRequestException(400, "The request line is not HTTP/1.");
        }

        var headers = new HttpHeaders();
        var size = first.Length;
        while (await reader.ReadLineAsync(MaxHead, stop) is { Length: > 0 } line)
        {
            size += line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new MalformedRequestException(400, "A header line has no name.");
            }

            if (size > MaxHead)
            {
                throw new MalformedRequestException(431, "The request head is too large.");
            }

            headers.Add(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        return new(parts[0], parts[1], parts[2] == "HTTP/1.0", headers, BodyOf(reader, headers));
    }

    private RequestBody BodyOf(SocketReader reader, HttpHeaders headers)
    {
        var chunked = headers.Has("Transfer-Encoding", "chunked");
        var length = 0L;
        if (!chunked && headers["Content-Length"] is { } text
            && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length < 0))
        {
            throw new MalformedRequestException(400, "Content-Length is not a number.");
        }

        return new(reader, length, chunked, headers.Has("Expect", "100-continue") ? SendContinueAsync : null);
    }

    private async Task SendContinueAsync(CancellationToken stop) => await _stream.WriteAsync(Continue, stop);

    private async Task<bool> SendAsync(HttpRequest request, HttpResponse response, CancellationToken stop)
    {
        if (response.Transmission.Dropped)
        {
            response.Finished?.Invoke(0);
            Reset();
            return false;
        }

        // An unread body would make the kernel reset the connection and take the answer with it.
        var reusable = !request.Body.IsUnasked && await request.Body.DrainAsync(MaxDrain, stop);
        var keepAlive = reusable && request.KeepsAlive && response.Transmission.CutAfter is null;
        await WriteAsync(response, request.Method != "HEAD", keepAlive, stop);
        return keepAlive;
    }

    private async Task WriteAsync(HttpResponse response, bool withBody, bool keepAlive, CancellationToken stop)
    {
        var sent = 0L;
        try
        {
            await DelayAsync(response.Transmission.Delay, stop);
            await _stream.WriteAsync(Head(response, keepAlive), stop);
            if (withBody && response.Length > 0)
            {
                await using var body = response.Open();
                var buffer = new byte[64 * 1024];
                var limit = Math.Min(response.Length, response.Transmission.CutAfter ?? long.MaxValue);
                var pace = response.Transmission.BytesPerSecond;
                while (sent < limit)
                {
                    var step = (int)Math.Min(pace is { } rate ? Math.Clamp(rate / 10, 1, buffer.Length) : buffer.Length, limit - sent);
                    var count = await body.ReadAsync(buffer.AsMemory(0, step), stop);
                    if (count == 0)
                    {
                        throw new EndOfStreamException("A body is shorter than its announced length.");
                    }

                    await _stream.WriteAsync(buffer.AsMemory(0, count), stop);
                    sent += count;
                    if (pace is { } perSecond)
                    {
                        await DelayAsync(TimeSpan.FromSeconds((double)count / perSecond), stop);
                    }
                }
            }
        }
        finally
        {
            response.Finished?.Invoke(sent);
        }
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken stop)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, stop);
        }
    }

    private byte[] Head(HttpResponse response, bool keepAlive)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {ReasonPhrase.Of(response.Status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {time.GetUtcNow() + response.Transmission.DateShift:R}\r\n");
        foreach (var (name, value) in response.Headers.Fields)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (response.Status != 204)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Length}\r\n");
        }

        head.Append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }

    private void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static bool IsTarget(string text)
        => text.StartsWith('/') || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp);
}
