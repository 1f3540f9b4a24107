using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>How a film or a track is turned and mirrored: the part of its matrix that quarters of a turn need, as signs.</summary>
internal readonly record struct Mp4Matrix(int A, int B, int C, int D)
{
    /// <summary>Bytes of a matrix.</summary>
    public const int Size = 36;

    /// <summary>Parts of the largest figure below this are rounding, not a turn.</summary>
    private const double Rounding = 0.01;

    public static Mp4Matrix Upright { get; } = new(1, 0, 0, 1);

    public bool IsMirrored => (A * D) - (B * C) < 0;

    /// <summary>Degrees clockwise, after mirroring.</summary>
    public int Rotation => (A, B, C, D) switch
    {
        (0, 1, _, 0) => 90,
        (-1, 0, 0, -1) => 180,
        (1, 0, 0, -1) => 180,
        (0, -1, _, 0) => 270,
        _ => 0,
    };

    public static Mp4Matrix Read(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));
        var (c, d) = (BinaryPrimitives.ReadInt32BigEndian(bytes[12..]), BinaryPrimitives.ReadInt32BigEndian(bytes[16..]));
        var least = Rounding * Math.Max(Math.Max(Math.Abs((double)a), Math.Abs((double)b)), Math.Max(Math.Abs((double)c), Math.Abs((double)d)));
        var read = new Mp4Matrix(Sign(a), Sign(b), Sign(c), Sign(d));

        // All zeros are written by programs that do not care; players show such films upright.
        return read == default ? Upright : read;

        int Sign(int value) => Math.Abs((double)value) > least ? Math.Sign(value) : 0;
    }

    /// <summary>This matrix first, then the other.</summary>
    public Mp4Matrix Then(Mp4Matrix other) => new(
        Math.Sign((A * other.A) + (B * other.C)), Math.Sign((A * other.B) + (B * other.D)),
        Math.Sign((C * other.A) + (D * other.C)), Math.Sign((C * other.B) + (D * other.D)));
}
