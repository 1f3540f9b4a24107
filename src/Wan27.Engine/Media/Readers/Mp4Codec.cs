namespace Wan27.Engine.Media.Readers;

/// <summary>Names for the sample entries of ISO media files, as ffmpeg spells them.</summary>
internal static class Mp4Codec
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["avc1"] = "h264", ["avc2"] = "h264", ["avc3"] = "h264", ["avc4"] = "h264", ["dva1"] = "h264", ["dvav"] = "h264",
        ["hvc1"] = "hevc", ["hev1"] = "hevc", ["dvh1"] = "hevc", ["dvhe"] = "hevc",
        ["vvc1"] = "vvc", ["vvi1"] = "vvc", ["av01"] = "av1", ["vp08"] = "vp8", ["vp09"] = "vp9",
        ["mp4v"] = "mpeg4", ["s263"] = "h263", ["h263"] = "h263", ["jpeg"] = "mjpeg", ["mjpa"] = "mjpeg", ["mjpb"] = "mjpeg",
        ["apch"] = "prores", ["apcn"] = "prores", ["apcs"] = "prores", ["apco"] = "prores", ["ap4h"] = "prores", ["ap4x"] = "prores",
        ["png "] = "png", ["rle "] = "qtrle", ["raw "] = "rawvideo", ["SVQ3"] = "svq3", ["AVdn"] = "dnxhd", ["dvc "] = "dvvideo",
        ["mp4a"] = "aac", [".mp3"] = "mp3", ["alac"] = "alac", ["ac-3"] = "ac3", ["ec-3"] = "eac3", ["Opus"] = "opus", ["fLaC"] = "flac",
        ["sowt"] = "pcm", ["twos"] = "pcm", ["lpcm"] = "pcm", ["ipcm"] = "pcm", ["in24"] = "pcm", ["in32"] = "pcm", ["fl32"] = "pcm", ["fl64"] = "pcm",
        ["samr"] = "amr_nb", ["sawb"] = "amr_wb", ["ulaw"] = "pcm_mulaw", ["alaw"] = "pcm_alaw",
    };

    /// <summary>The codec's name, or the code itself where it is not known here; unprintable codes have no name.</summary>
    public static string? NameOf(uint code)
    {
        Span<char> text = [(char)(code >> 24), (char)((code >> 16) & 0xFF), (char)((code >> 8) & 0xFF), (char)(code & 0xFF)];
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
            {
                return null;
            }
        }

        var name = new string(text);
        return Names.GetValueOrDefault(name) ?? name.Trim();
    }

    /// <summary>The codec behind the general entries mp4v and mp4a, by its object type (ISO/IEC 14496-1); null where the entry's own name stands.</summary>
    public static string? OfObject(byte? type) => type switch
    {
        0x20 => "mpeg4",
        >= 0x60 and <= 0x65 => "mpeg2video",
        0x6A => "mpeg1video",
        0x6C => "mjpeg",
        0x6D => "png",
        0xB1 => "vp9",
        0x40 or 0x66 or 0x67 or 0x68 => "aac",
        0x69 or 0x6B => "mp3",
        0xA5 => "ac3",
        0xA6 => "eac3",
        0xA9 => "dts",
        0xAD => "opus",
        0xDD => "vorbis",
        _ => null,
    };
}
