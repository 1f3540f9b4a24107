using System.Buffers.Binary;
using System.Text;

namespace Wan27.Engine.Results.Proofs;

/// <summary>One box of an ISO media file: its four letters, where its content begins and where it ends as declared.</summary>
internal readonly record struct ProofBox(uint Type, long Start, long Data, long End)
{
    public const uint Ftyp = 0x66747970;
    public const uint Moov = 0x6D6F6F76;
    public const uint Mdat = 0x6D646174;
    public const uint Moof = 0x6D6F6F66;
    public const uint Trak = 0x7472616B;
    public const uint Tkhd = 0x746B6864;
    public const uint Mdia = 0x6D646961;
    public const uint Hdlr = 0x68646C72;
    public const uint Minf = 0x6D696E66;
    public const uint Stbl = 0x7374626C;
    public const uint Stsz = 0x7374737A;
    public const uint Stz2 = 0x73747A32;
    public const uint Stsc = 0x73747363;
    public const uint Stco = 0x7374636F;
    public const uint Co64 = 0x636F3634;
    public const uint Mvex = 0x6D766578;
    public const uint Trex = 0x74726578;
    public const uint Traf = 0x74726166;
    public const uint Tfhd = 0x74666864;
    public const uint Trun = 0x7472756E;
    public const uint Vide = 0x76696465;

    public string Name
    {
        get
        {
            Span<byte> name = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(name, Type);
            return Encoding.Latin1.GetString(name);
        }
    }

    /// <summary>True for what films consist of; another name that reaches beyond the file is rather a text than a box.</summary>
    public bool IsCommon => Name is "ftyp" or "moov" or "mdat" or "moof" or "free" or "skip" or "wide" or "uuid" or "sidx" or "ssix" or "styp" or "mfra" or "meta" or "udta" or "pnot" or "emsg" or "prft";

    /// <summary>The box that begins there; null when no box can begin there.</summary>
    public static ProofBox? At(ProofBytes bytes, long offset, long end)
    {
        if (end - offset < 8)
        {
            return null;
        }

        long size = bytes.UInt32(offset);
        var type = bytes.UInt32(offset + 4);
        if (!IsName(type))
        {
            return null;
        }

        switch (size)
        {
            case 1 when end - offset >= 16 && bytes.UInt64(offset + 8) is >= 16 and <= long.MaxValue / 2 and var large:
                return new ProofBox(type, offset, offset + 16, offset + (long)large);
            // Only media may leave its end open; where its samples lie then says how far it must reach.
            case 0 when type == Mdat && end == bytes.Length:
                return new ProofBox(type, offset, offset + 8, end);
            case < 8:
                return null;
            default:
                return new ProofBox(type, offset, offset + 8, offset + size);
        }
    }

    /// <summary>The first box of a kind within this one.</summary>
    public ProofBox? Child(ProofBytes bytes, uint type)
    {
        foreach (var child in Children(bytes))
        {
            if (child.Type == type)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The boxes within this one that lie in it whole. Old films end a list with zeros.</summary>
    public List<ProofBox> Children(ProofBytes bytes)
    {
        var children = new List<ProofBox>();
        for (var offset = Data; At(bytes, offset, End) is { } child && child.End <= End; offset = child.End)
        {
            children.Add(child);
        }

        return children;
    }

    /// <summary>Names are four printable letters; those of Apple may begin with a copyright sign.</summary>
    private static bool IsName(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            if ((byte)(type >> shift) is not ((>= 0x20 and <= 0x7E) or 0xA9))
            {
                return false;
            }
        }

        return true;
    }
}
