namespace Wan27.Emulator.Service;

/// <summary>Output sizes: the aspect of an input at a tier's pixel total, in whole blocks of 16.</summary>
internal static class FrameSize
{
    private const int Block = 16;

    /// <summary>Rounded down, as the service does (750 x 1000 at 720P gives 816 x 1104).</summary>
    public static (int Width, int Height) ByAspect(double pixels, int width, int height)
    {
        var aspect = (double)width / height;
        return (Floor(Math.Sqrt(pixels * aspect)), Floor(Math.Sqrt(pixels / aspect)));
    }

    private static int Floor(double side) => Math.Max(Block, (int)(side + 1e-6) / Block * Block);
}
