using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Wan27.Engine.Providers;

/// <summary>
/// A JSON body that tells when it leaves. The connection asks for it once it is ready to send, so that whatever failed before - the
/// name, the connection, its encryption, the wait for a free one - left nothing.
/// </summary>
internal sealed class DepartingContent : HttpContent
{
    private readonly Func<Task> _leaving;
    private readonly byte[] _body;

    /// <param name="text">The body.</param>
    /// <param name="leaving">Done right before its first byte.</param>
    public DepartingContent(string text, Func<Task> leaving)
    {
        Text = text;
        _leaving = leaving;
        _body = Encoding.UTF8.GetBytes(text);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public string Text { get; }

    /// <summary>False as long as no more than a part of the body can have reached anybody: half a request makes nothing.</summary>
    public bool MayHaveArrived { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _leaving();
        MayHaveArrived = true;
        try
        {
            await stream.WriteAsync(_body, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // A connection that refuses a byte has not taken it. One that was given up may have taken them all.
            MayHaveArrived = false;
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
