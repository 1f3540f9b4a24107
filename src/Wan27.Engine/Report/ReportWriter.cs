using System.Text;
using System.Text.Json;

namespace Wan27.Engine.Report;

/// <summary>Writes a page job by job and file by file: what it needs of memory does not grow with either.</summary>
internal sealed class ReportWriter(ReportTemplate template)
{
    // A whole number of three bytes, so that pieces of Base64 join without padding.
    private const int Piece = 3 * 16 * 1024;

    /// <summary>Writes the page.</summary>
    /// <param name="to">Where.</param>
    /// <param name="head">What stands above.</param>
    /// <param name="jobs">The jobs, each asked for when it is written.</param>
    /// <param name="embedded">Files that the page holds whole, known once the jobs are written.</param>
    /// <param name="hosts">Stores whose signed links the jobs hold.</param>
    /// <param name="ct">Stops.</param>
    public async Task WriteAsync(Stream to, ReportHead head, IAsyncEnumerable<ReportJob> jobs, IReadOnlyCollection<(string Id, string Path)> embedded, IEnumerable<string> hosts, CancellationToken ct)
    {
        var (before, after) = template.Around(head.Title, hosts);
        await WriteAsync(to, before, ct);
        await WriteAsync(to, "<script type=\"application/json\" id=\"head-data\">", ct);
        await to.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(head, ReportJson.Page.ReportHead), ct);
        await WriteAsync(to, "</script>\n<script type=\"application/json\" id=\"jobs-data\">[", ct);
        var isFirst = true;
        await foreach (var job in jobs.WithCancellation(ct))
        {
            await WriteAsync(to, isFirst ? "\n" : ",\n", ct);
            await to.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(job, ReportJson.Page.ReportJob), ct);
            isFirst = false;
        }

        await WriteAsync(to, "\n]</script>\n", ct);
        foreach (var (id, path) in embedded)
        {
            await WriteAsync(to, $"<script type=\"text/plain\" id=\"{id}\">", ct);
            await EmbedAsync(to, path, ct);
            await WriteAsync(to, "</script>\n", ct);
        }

        await WriteAsync(to, after, ct);
    }

    private static async Task EmbedAsync(Stream to, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var (bytes, text) = (new byte[Piece], new byte[Piece / 3 * 4]);
        int read;
        while ((read = await file.ReadAtLeastAsync(bytes, Piece, throwOnEndOfStream: false, ct)) > 0)
        {
            System.Buffers.Text.Base64.EncodeToUtf8(bytes.AsSpan(0, read), text, out _, out var written);
            await to.WriteAsync(text.AsMemory(0, written), ct);
        }
    }

    private static ValueTask WriteAsync(Stream to, string text, CancellationToken ct) => to.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
}
