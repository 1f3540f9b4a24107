using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>Finds length and picture size in the movie header of an MP4 or MOV file.</summary>
internal static class Mp4Probe
{
    private const int MaxMovieHeader = 64 * 1024 * 1024;

    public static MediaFacts Read(Stream file, MediaFacts facts)
    {
        var movie = FindMovie(file);
        return movie is null ? facts : ReadMovie(movie, facts);
    }

    private static byte[]? FindMovie(Stream file)
    {
        var head = new byte[16];
        for (var at = 0L; at + 8 <= file.Length;)
        {
            file.Position = at;
            file.ReadExactly(head, 0, 8);
            var size = (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            var isMovie = head.AsSpan(4, 4).SequenceEqual("moov"u8);
            var headSize = 8;
            if (size == 1 && at + 16 <= file.Length)
            {
                file.ReadExactly(head, 8, 8);
                size = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8));
                headSize = 16;
            }
            else if (size == 0)
            {
                size = file.Length - at;
            }

            if (size < headSize || at + size > file.Length)
            {
                return null;
            }

            if (isMovie)
            {
                if (size > MaxMovieHeader)
                {
                    return null;
                }

                var movie = new byte[size - headSize];
                file.ReadExactly(movie);
                return movie;
            }

            at += size;
        }

        return null;
    }

    private static MediaFacts ReadMovie(ReadOnlySpan<byte> movie, MediaFacts facts)
    {
        foreach (var (name, start, length) in Boxes(movie))
        {
            var box = movie.Slice(start, length);
            if (name == "mvhd" && box.Length >= 32)
            {
                var wide = box[0] == 1;
                var scale = BinaryPrimitives.ReadUInt32BigEndian(box[(wide ? 20 : 12)..]);
                var duration = wide ? BinaryPrimitives.ReadInt64BigEndian(box[24..]) : BinaryPrimitives.ReadUInt32BigEndian(box[16..]);
                facts = facts with { Seconds = scale == 0 ? 0 : (double)duration / scale };
            }
            else if (name == "trak")
            {
                facts = ReadTrack(box, facts);
            }
        }

        return facts;
    }

    private static MediaFacts ReadTrack(ReadOnlySpan<byte> track, MediaFacts facts)
    {
        foreach (var (name, start, length) in Boxes(track))
        {
            var box = track.Slice(start, length);
            var sizeAt = box.Length > 0 && box[0] == 1 ? 88 : 76;
            if (name == "tkhd" && box.Length >= sizeAt + 8)
            {
                // 16.16 fixed point; an audio track has no size and must not hide the picture's.
                var width = BinaryPrimitives.ReadInt32BigEndian(box[sizeAt..]) >> 16;
                var height = BinaryPrimitives.ReadInt32BigEndian(box[(sizeAt + 4)..]) >> 16;
                return width > 0 && height > 0 ? facts with { Width = width, Height = height } : facts;
            }
        }

        return facts;
    }

    private static List<(string Name, int Start, int Length)> Boxes(ReadOnlySpan<byte> parent)
    {
        var boxes = new List<(string, int, int)>();
        for (var at = 0; at + 8 <= parent.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(parent[at..]);
            if (size < 8 || size > parent.Length - at)
            {
                break;
            }

            boxes.Add((System.Text.Encoding.Latin1.GetString(parent.Slice(at + 4, 4)), at + 8, (int)size - 8));
            at += (int)size;
        }

        return boxes;
    }
}
