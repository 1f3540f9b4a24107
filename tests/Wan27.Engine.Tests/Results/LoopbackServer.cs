using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Wan27.Engine.Tests.Results;

/// <summary>A small HTTP server on loopback whose answers are scripted byte by byte, so that faults happen on the wire.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<WireRequest, WireAnswer> _script;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="script">The answer to each request.</param>
    /// <param name="certificate">Makes it a server of https that shows this certificate.</param>
    public LoopbackServer(Func<WireRequest, WireAnswer> script, X509Certificate2? certificate = null)
    {
        _script = script;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    public string Url(string pathAndQuery)
        => string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{pathAndQuery}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();

        // Stopping before the accept has ended can leave it on a listener that no longer listens.
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                conversations.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await OpenAsync(client);
                var request = await WireRequest.ReadAsync(stream, Requests.Count + 1, _stop.Token);
                Requests.Enqueue(request);
                var answer = _script(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head()), _stop.Token);
                await answer.WriteBodyAsync(stream, _stop.Token);
                if (answer.Resets)
                {
                    client.LingerState = new LingerOption(true, 0);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or AuthenticationException)
            {
                // The client has left, or does not want to speak to this server, which some tests want.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }
}
