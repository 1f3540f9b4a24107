using System.Net;
using System.Net.Http.Headers;

namespace Wan27.Engine.Providers;

/// <summary>
/// A JSON body that tells when it leaves. The connection asks for it once it is ready to send, so that whatever failed before - the
/// name, the connection, its encryption, the wait for a free one - left nothing.
/// </summary>
internal sealed class DepartingContent : HttpContent
{
    private readonly Func<Task> _leaving;

    /// <param name="body">The body; null for an empty one.</param>
    /// <param name="leaving">Done right before its first byte.</param>
    public DepartingContent(JsonBody? body, Func<Task> leaving)
    {
        Body = body;
        _leaving = leaving;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public JsonBody? Body { get; }

    /// <summary>False as long as no more than a part of the body can have reached anybody: half a request makes nothing.</summary>
    public bool MayHaveArrived { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _leaving();
        MayHaveArrived = true;
        try
        {
            if (Body is not null)
            {
                await Body.WriteAsync(stream, cancellationToken);
            }

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
        length = Body?.Length ?? 0;
        return true;
    }
}
