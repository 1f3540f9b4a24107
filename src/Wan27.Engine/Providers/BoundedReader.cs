using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>Reads a body up to a limit, whatever its header claims.</summary>
internal static class BoundedReader
{
    public static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length + read > limit)
            {
                throw ServiceErrors.AnswerTooLarge(limit);
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }
}
