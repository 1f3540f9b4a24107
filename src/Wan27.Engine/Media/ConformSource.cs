using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// A file to be converted, as its headers describe it and as ffprobe and its decoders see it. Where both agree the headers stand; where the
/// decoder measures otherwise its figures stand, since what it decodes is what the result is made of.
/// </summary>
internal sealed record ConformSource(MediaFacts Facts)
{
    /// <summary>Decoded beyond the longest length, to know that a film is longer.</summary>
    private const double Beyond = 2;

    /// <summary>Differences of length up to this are rounding of containers.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(100);

    /// <summary>The film track, as <c>-map</c> counts.</summary>
    public int? PictureTrack { get; init; }

    /// <summary>The sound track, as <c>-map</c> counts.</summary>
    public int? SoundTrack { get; init; }

    /// <summary>Pictures that were decoded, each by when it begins; of sound its packets.</summary>
    public ProbedFrames? Frames { get; init; }

    /// <summary>True for pictures that move, of which one is taken.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>What the decoder complained about although it went on.</summary>
    public string? Complaint { get; init; }

    /// <summary>True once ffprobe has looked.</summary>
    public bool IsSeen { get; init; }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="WanException">
    /// <c>Wan.Media.ConformTrack</c>: ffprobe does not find what the headers name. <c>Wan.Media.ConformUndecodable</c>: nothing of it can be decoded.
    /// </exception>
    public static async Task<ConformSource> LookAsync(MediaFacts facts, MediaRole role, ContractView contract, FfmpegTools tools, CancellationToken cancellationToken)
    {
        var probe = new IndependentProbe(tools);
        var options = FfmpegTools.InputOptions(facts);
        var streams = await probe.StreamsAsync(facts.Path, options, cancellationToken);
        var sound = streams.Where(static stream => stream.Kind == MediaKind.Audio).OrderByDescending(static stream => stream.IsDefault).FirstOrDefault();
        var track = role.Kind == MediaKind.Audio ? sound : PictureOf(streams, facts);
        if (track is null)
        {
            throw MediaErrors.ConformTrack(facts.Path, role.Kind == MediaKind.Audio ? "sound" : role.Kind == MediaKind.Image ? "picture" : "film");
        }

        var interval = role.HasLength ? string.Create(CultureInfo.InvariantCulture, $"%+{contract.Number(role.SecondsMaximumRule) + Beyond:0.###}") : "%+#2";
        var frames = await probe.DecodeAsync(facts.Path, options, track, interval, cancellationToken);
        if (frames.Count == 0)
        {
            throw MediaErrors.ConformUndecodable(facts.Path, track.Codec ?? "unknown", frames.Complaint is null ? string.Empty : $" ({frames.Complaint})");
        }

        var seen = new ConformSource(facts)
        {
            IsSeen = true,
            PictureTrack = role.Kind == MediaKind.Audio ? null : track.Index,
            SoundTrack = sound?.Index,
            Frames = frames,
            IsAnimated = role.Kind == MediaKind.Image && frames.Count > 1,
            Complaint = frames.Complaint,
        };
        return role.Kind == MediaKind.Image ? seen : seen with { Facts = Measured(facts, role, contract, track, sound, frames) };
    }

    /// <summary>The headers' choice where ffprobe has that track for a film too; otherwise the one that players choose, the longest first.</summary>
    private static ProbedStream? PictureOf(IReadOnlyList<ProbedStream> streams, MediaFacts facts)
    {
        var films = streams.Where(stream => stream.Kind == MediaKind.Video && (!stream.IsStill || facts.Kind == MediaKind.Image)).ToArray();
        return facts.PictureTrack is { } named
            ? films.FirstOrDefault(stream => stream.Index == named)
            : films.OrderByDescending(static stream => stream.IsDefault).ThenByDescending(static stream => stream.Duration ?? TimeSpan.Zero).FirstOrDefault();
    }

    private static MediaFacts Measured(MediaFacts facts, MediaRole role, ContractView contract, ProbedStream track, ProbedStream? sound, ProbedFrames frames)
    {
        var longest = contract.Seconds(role.SecondsMaximumRule);
        var isWhole = frames.Length < longest + TimeSpan.FromSeconds(Beyond / 2);
        var length = isWhole
            ? facts.Duration is { } told && role.Kind == MediaKind.Video && (told - frames.Length!.Value).Duration() <= Rounding + facts.Granularity ? told : frames.Length
            : new[] { facts.Duration, track.Duration, frames.Length }.Where(value => value > longest).FirstOrDefault();
        var measured = facts with { Duration = length };
        if (role.Kind != MediaKind.Video)
        {
            return measured;
        }

        var turn = track.Rotation ?? facts.Rotation;
        var isTurned = turn is 90 or 270;
        return measured with
        {
            Width = isTurned ? track.Height : track.Width,
            Height = isTurned ? track.Width : track.Height,
            PixelAspect = isTurned ? track.PixelAspect?.Turned : track.PixelAspect,
            FrameRate = facts.FrameRate ?? track.FrameRate,
            HasAudio = sound is not null,
        };
    }
}
