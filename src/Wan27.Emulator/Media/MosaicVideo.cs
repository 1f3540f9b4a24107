namespace Wan27.Emulator.Media;

/// <summary>
/// A small H.264 (baseline) encoder for pictures made of flat 16 x 16 tiles: a shaded ground with a block that moves every frame.
/// It serves where ffmpeg is absent. Tiles are coded exactly: at these quantisers one level is one step of brightness or colour.
/// </summary>
internal sealed class MosaicVideo
{
    public const int FramesPerSecond = 30;

    private const int Tile = 16;
    private const byte SequenceHead = 0x67;
    private const byte PictureHead = 0x68;
    private const byte KeyHead = 0x65;
    private const byte DeltaHead = 0x41;
    private const int FrameNumberBits = 8;

    private readonly int _width;
    private readonly int _height;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int _tint;
    private readonly (byte Y, byte U, byte V)[] _tiles;

    private MosaicVideo(int width, int height, int tint)
    {
        _width = width;
        _height = height;
        _tint = tint;
        _columns = (width + Tile - 1) / Tile;
        _rows = (height + Tile - 1) / Tile;
        _tiles = new (byte, byte, byte)[_columns * _rows];
    }

    /// <summary>A complete MP4 file; width and height are even.</summary>
    public static byte[] Encode(int width, int height, int frames, int tint)
    {
        var video = new MosaicVideo(width, height, tint);
        var units = new List<byte[]>(frames);
        for (var frame = 0; frame < frames; frame++)
        {
            units.Add(frame % FramesPerSecond == 0 ? video.Key(frame) : video.Delta(frame));
        }

        return Mp4Writer.Write(width, height, FramesPerSecond, video.SequenceSet(), PictureSet(), units, FramesPerSecond);
    }

    private static byte[] PictureSet()
    {
        var bits = new BitWriter();
        bits.Unsigned(0);
        bits.Unsigned(0);
        bits.Bits(0, 2); // CAVLC, no field order
        bits.Unsigned(0); // one slice group
        bits.Unsigned(0);
        bits.Unsigned(0);
        bits.Bits(0, 3); // no weighted prediction
        bits.Signed(2); // quantiser 28: one level of luma DC is one step
        bits.Signed(0);
        bits.Signed(-6); // quantiser 22 for colour: the same there
        bits.Bits(0b100, 3); // deblocking is controlled per slice
        return bits.ToUnit(PictureHead);
    }

    private byte[] SequenceSet()
    {
        var bits = new BitWriter();
        bits.Bits(66, 8);
        bits.Bits(0b1100_0000, 8);
        bits.Bits(40, 8);
        bits.Unsigned(0);
        bits.Unsigned(FrameNumberBits - 4);
        bits.Unsigned(2); // output order is decoding order
        bits.Unsigned(1);
        bits.Bits(0, 1);
        bits.Unsigned(_columns - 1);
        bits.Unsigned(_rows - 1);
        bits.Bits(0b11, 2); // whole frames, 8x8 inference
        var (right, bottom) = ((_columns * Tile) - _width, (_rows * Tile) - _height);
        bits.Bits(right + bottom > 0 ? 1 : 0, 1);
        if (right + bottom > 0)
        {
            bits.Unsigned(0);
            bits.Unsigned(right / 2);
            bits.Unsigned(0);
            bits.Unsigned(bottom / 2);
        }

        bits.Bits(0, 1); // no VUI
        return bits.ToUnit(SequenceHead);
    }

    private byte[] Key(int frame)
    {
        var bits = new BitWriter();
        bits.Unsigned(0);
        bits.Unsigned(7); // all slices are I
        bits.Unsigned(0);
        bits.Bits(0, FrameNumberBits);
        bits.Unsigned(frame / FramesPerSecond % 2);
        bits.Bits(0, 2);
        bits.Signed(0);
        bits.Unsigned(1); // no deblocking: tiles stay exact
        for (var index = 0; index < _tiles.Length; index++)
        {
            Intra(bits, index, Wanted(index, frame), firstType: 0);
        }

        return bits.ToUnit(KeyHead);
    }

    private byte[] Delta(int frame)
    {
        var bits = new BitWriter();
        bits.Unsigned(0);
        bits.Unsigned(5); // all slices are P
        bits.Unsigned(0);
        bits.Bits(frame % FramesPerSecond, FrameNumberBits);
        bits.Bits(0, 3); // default references, sliding window
        bits.Signed(0);
        bits.Unsigned(1);
        var skipped = 0;
        for (var index = 0; index < _tiles.Length; index++)
        {
            var wanted = Wanted(index, frame);
            if (wanted == _tiles[index])
            {
                skipped++;
                continue;
            }

            bits.Unsigned(skipped);
            skipped = 0;
            Intra(bits, index, wanted, firstType: 5);
        }

        if (skipped > 0)
        {
            bits.Unsigned(skipped);
        }

        return bits.ToUnit(DeltaHead);
    }

    /// <summary>One tile as Intra 16x16, predicted from the left, else from above, else from mid grey.</summary>
    private void Intra(BitWriter bits, int index, (byte Y, byte U, byte V) wanted, int firstType)
    {
        const int vertical = 0, horizontal = 1, average = 2;
        const int colourAverage = 0, colourHorizontal = 1, colourVertical = 2;
        var (mode, colourMode, from) = index % _columns > 0 ? (horizontal, colourHorizontal, _tiles[index - 1])
            : index >= _columns ? (vertical, colourVertical, _tiles[index - _columns])
            : (average, colourAverage, ((byte)128, (byte)128, (byte)128));
        var (u, v) = (wanted.U - from.Item2, wanted.V - from.Item3);
        var hasColour = u != 0 || v != 0;
        bits.Unsigned(firstType + 1 + mode + (hasColour ? 4 : 0));
        bits.Unsigned(colourMode);
        bits.Signed(0);
        Level(bits, wanted.Y - from.Item1, isColour: false);
        if (hasColour)
        {
            Level(bits, u, isColour: true);
            Level(bits, v, isColour: true);
        }

        _tiles[index] = wanted;
    }

    /// <summary>A block with at most its first coefficient set (CAVLC, no coded neighbours).</summary>
    private static void Level(BitWriter bits, int level, bool isColour)
    {
        switch (level)
        {
            case 0:
                bits.Bits(1, isColour ? 2 : 1);
                return;
            case 1 or -1:
                bits.Bits(1, isColour ? 1 : 2);
                bits.Bits(level < 0 ? 1 : 0, 1);
                break;
            default:
                bits.Bits(isColour ? 0b000111 : 0b000101, 6);
                Magnitude(bits, (2 * Math.Abs(level)) - (level > 0 ? 2 : 1) - 2);
                break;
        }

        bits.Bits(1, 1); // no zeros before it
    }

    private static void Magnitude(BitWriter bits, int code)
    {
        const int medium = 14, large = 30;
        bits.Bits(1, Math.Min(code, code < large ? medium : medium + 1) + 1);
        if (code >= large)
        {
            bits.Bits(code - large, 12);
        }
        else if (code >= medium)
        {
            bits.Bits(code - medium, 4);
        }
    }

    private (byte Y, byte U, byte V) Wanted(int index, int frame)
    {
        var (x, y) = (index % _columns, index / _columns);
        var block = Math.Max(2, Math.Min(_columns, _rows) / 6);
        var left = frame % Math.Max(1, _columns - block);
        var top = (_rows - block) / 2;
        if (x >= left && x < left + block && y >= top && y < top + block)
        {
            return (210, (byte)(96 + (_tint * 8)), (byte)(160 - (_tint * 8)));
        }

        var shade = 48 + (120 * (x + y) / (_columns + _rows));
        return ((byte)shade, (byte)(112 + (_tint * 4)), (byte)(136 - (_tint * 4) + (24 * y / _rows)));
    }
}
