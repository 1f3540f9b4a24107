using System.Net;

namespace Wan27.Engine.Providers;

/// <summary>Streams a file, or a part of one, into a request with a small buffer, and tells how far it is.</summary>
internal sealed class ProgressContent(FilePart part, Action alive) : HttpContent
{
    private const int BufferSize = 81920;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var (left, shown) = (part.Length, -1);
        part.File.Position = part.Offset;
        while (left > 0)
        {
            var read = await part.File.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, left)), cancellationToken);
            if (read == 0)
            {
                // Shorter than it was: the other side is waiting for the rest, and is told by the end of the connection.
                return;
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            alive();
            var percent = (int)(100 * (part.Offset + part.Length - left) / Math.Max(1, part.File.Length));
            if (percent != shown)
            {
                part.Report(shown = percent);
            }
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = part.Length;
        return true;
    }
}
