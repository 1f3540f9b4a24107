using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results.Proofs;

/// <summary>
/// Proves that a file is the result that its route makes. A checksum says that the bytes are those of the sender; only the content says
/// that the sender was the storage, and that it had the whole of it. What Media's readers call unusable is refused as well.
/// </summary>
internal static class ResultProof
{
    /// <summary>Bytes that tell the kind of a content, and its first words where it is a text.</summary>
    public const int StartLength = 1024;

    public static string NameOf(ResultKind kind) => kind == ResultKind.Image ? "picture" : "film";

    /// <summary>True when a content that begins so may be of this kind.</summary>
    public static bool BeginsLike(ReadOnlySpan<byte> start, ResultKind kind) => kind == ResultKind.Image
        ? start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] or [0xFF, 0xD8, 0xFF, ..]
            || (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8))
        : start.Length >= 8 && (start[4..].StartsWith("ftyp"u8) || start[4..].StartsWith("moov"u8) || start[4..].StartsWith("mdat"u8)
            || start[4..].StartsWith("wide"u8) || start[4..].StartsWith("free"u8) || start[4..].StartsWith("skip"u8));

    /// <summary>True when a media type of the sender says that it is something else. Types that say nothing contradict nothing.</summary>
    public static bool Contradicts(string? mediaType, ResultKind kind)
        => mediaType is not null
            && !mediaType.StartsWith(kind == ResultKind.Image ? "image/" : "video/", StringComparison.OrdinalIgnoreCase)
            && mediaType.ToLowerInvariant() is not ("application/octet-stream" or "binary/octet-stream" or "application/mp4" or "application/binary"
                or "application/force-download" or "application/x-download" or "application/download");

    /// <summary>Proves a file on disk.</summary>
    public static ProvenMedia OfFile(string path, ResultKind kind)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Of(file, path, kind);
    }

    /// <summary>Proves a stream that can seek.</summary>
    public static ProvenMedia Of(Stream content, string path, ResultKind kind)
    {
        var bytes = new ProofBytes(content);
        var start = new byte[(int)Math.Min(StartLength, bytes.Length)];
        bytes.TryRead(0, start);
        if (!BeginsLike(start, kind))
        {
            return new ProvenMedia(MediaFormat.Unknown, ProofVerdict.SomethingElse, StrangeContent.Describe(start, bytes.Length));
        }

        content.Position = 0;
        var facts = MediaProbe.Read(content, path);
        if (!IsOfRoute(facts.Format, kind))
        {
            return new ProvenMedia(facts.Format, ProofVerdict.SomethingElse, $"{facts.Format} content");
        }

        var fault = facts.Format switch
        {
            MediaFormat.Png => PngProof.Fault(bytes),
            MediaFormat.Jpeg => JpegProof.Fault(bytes),
            MediaFormat.WebP => WebPProof.Fault(bytes),
            _ => FilmProof.Fault(bytes),
        };
        fault ??= facts.Problems.FirstOrDefault(static problem => problem.IsFatal)?.Message;
        return fault is null
            ? new ProvenMedia(facts.Format, ProofVerdict.Whole)
            : new ProvenMedia(facts.Format, ProofVerdict.NotWhole, ServerText.Line(fault).TrimEnd('.'));
    }

    private static bool IsOfRoute(string format, ResultKind kind) => kind == ResultKind.Image
        ? format is MediaFormat.Png or MediaFormat.Jpeg or MediaFormat.WebP
        : format is MediaFormat.Mp4 or MediaFormat.Mov;
}
