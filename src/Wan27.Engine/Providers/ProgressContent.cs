using System.Net;

namespace Wan27.Engine.Providers;

/// <summary>Streams a file into a request with a small buffer, and tells how far it is.</summary>
internal sealed class ProgressContent(FileStream file, Action<int> report, Action alive) : HttpContent
{
    private const int BufferSize = 81920;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var (sent, shown) = (0L, -1);
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            sent += read;
            alive();
            var percent = (int)(100 * sent / Math.Max(1, file.Length));
            if (percent != shown)
            {
                report(shown = percent);
            }
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}
