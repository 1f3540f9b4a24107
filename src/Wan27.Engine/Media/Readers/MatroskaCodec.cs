namespace Wan27.Engine.Media.Readers;

/// <summary>Names for the codec ids of Matroska and WebM, as ffmpeg spells them, so that a rule on codecs reads every container alike.</summary>
internal static class MatroskaCodec
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["V_MPEG4/ISO/AVC"] = "h264", ["V_MPEGH/ISO/HEVC"] = "hevc", ["V_MPEGI/ISO/VVC"] = "vvc", ["V_AV1"] = "av1", ["V_VP8"] = "vp8", ["V_VP9"] = "vp9",
        ["V_MPEG4/ISO/SP"] = "mpeg4", ["V_MPEG4/ISO/ASP"] = "mpeg4", ["V_MPEG4/ISO/AP"] = "mpeg4", ["V_MPEG1"] = "mpeg1video", ["V_MPEG2"] = "mpeg2video",
        ["V_MJPEG"] = "mjpeg", ["V_PRORES"] = "prores", ["V_THEORA"] = "theora", ["V_FFV1"] = "ffv1",
        ["A_MPEG/L3"] = "mp3", ["A_MPEG/L2"] = "mp2", ["A_AAC"] = "aac", ["A_AC3"] = "ac3", ["A_EAC3"] = "eac3", ["A_DTS"] = "dts",
        ["A_OPUS"] = "opus", ["A_VORBIS"] = "vorbis", ["A_FLAC"] = "flac", ["A_ALAC"] = "alac", ["A_PCM/INT/LIT"] = "pcm", ["A_PCM/INT/BIG"] = "pcm", ["A_PCM/FLOAT/IEEE"] = "pcm",
    };

    /// <summary>The codec's name, or the id itself where it is not known here.</summary>
    public static string? NameOf(string? id) => id is null ? null : Names.GetValueOrDefault(id, id);
}
