using System.Buffers.Binary;
using System.Text;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>A box of a film taken apart, to be put together differently.</summary>
internal sealed class FilmBox
{
    private static readonly string[] Containers = ["moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf", "tref"];

    public FilmBox(string type, params byte[][] data)
    {
        Type = type;
        Data = HandMade.Join(data);
    }

    public string Type { get; set; }

    public byte[] Data { get; set; }

    public List<FilmBox> Children { get; private set; } = [];

    /// <summary>Writes the size in 64 bits.</summary>
    public bool IsLarge { get; set; }

    /// <summary>Writes a size of zero: to the end of the file.</summary>
    public bool RunsToEnd { get; set; }

    /// <summary>Where the content stood in the file that was taken apart; null for boxes made here.</summary>
    public long? Origin { get; init; }

    private int HeaderSize => IsLarge ? 16 : 8;

    private long Size => HeaderSize + Data.Length + Children.Sum(static child => child.Size);

    public static List<FilmBox> Parse(ReadOnlySpan<byte> bytes, long at = 0)
    {
        var boxes = new List<FilmBox>();
        while (bytes.Length >= 8)
        {
            var head = 8;
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (size == 1)
            {
                (head, size) = (16, BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
            }

            size = size == 0 ? bytes.Length : size;
            var type = Encoding.Latin1.GetString(bytes[4..8]);
            var content = bytes[head..(int)size];
            var box = new FilmBox(type) { Origin = at + head };
            if (Containers.Contains(type))
            {
                box.Children = Parse(content, at + head);
            }
            else
            {
                box.Data = content.ToArray();
            }

            boxes.Add(box);
            at += size;
            bytes = bytes[(int)size..];
        }

        return boxes;
    }

    /// <summary>Puts a film together, its tables of chunks pointing to where their media has gone.</summary>
    public static byte[] Join(IReadOnlyList<FilmBox> film)
    {
        var moves = new List<(long From, long Length, long By)>();
        var at = 0L;
        foreach (var box in film)
        {
            if (box.Origin is { } origin)
            {
                moves.Add((origin, box.Data.Length, at + box.HeaderSize - origin));
            }

            at += box.Size;
        }

        foreach (var table in All(film))
        {
            if (table.Type is "stco" or "co64")
            {
                var width = table.Type == "co64" ? 8 : 4;
                for (var i = 8; i + width <= table.Data.Length; i += width)
                {
                    var offset = width == 8 ? BinaryPrimitives.ReadInt64BigEndian(table.Data.AsSpan(i)) : BinaryPrimitives.ReadUInt32BigEndian(table.Data.AsSpan(i));
                    var moved = offset + moves.FirstOrDefault(move => offset >= move.From && offset < move.From + move.Length).By;
                    if (width == 8)
                    {
                        BinaryPrimitives.WriteInt64BigEndian(table.Data.AsSpan(i), moved);
                    }
                    else
                    {
                        BinaryPrimitives.WriteUInt32BigEndian(table.Data.AsSpan(i), (uint)moved);
                    }
                }
            }
        }

        using var stream = new MemoryStream();
        foreach (var box in film)
        {
            box.Write(stream);
        }

        return stream.ToArray();
    }

    /// <summary>All boxes, outer ones first.</summary>
    public static IEnumerable<FilmBox> All(IEnumerable<FilmBox> boxes) => boxes.SelectMany(static box => All(box.Children).Prepend(box));

    public FilmBox Copy() => new(Type, [.. Data]) { Children = [.. Children.Select(static child => child.Copy())], IsLarge = IsLarge };

    /// <summary>The first box of a type below this one.</summary>
    public FilmBox? Find(string type) => All(Children).FirstOrDefault(box => box.Type == type);

    private void Write(Stream stream)
    {
        stream.Write(HandMade.Big(RunsToEnd ? 0u : IsLarge ? 1u : (uint)Size));
        stream.Write(Encoding.Latin1.GetBytes(Type));
        if (IsLarge)
        {
            stream.Write(HandMade.Big((ulong)Size));
        }

        stream.Write(Data);
        foreach (var child in Children)
        {
            child.Write(stream);
        }
    }
}
