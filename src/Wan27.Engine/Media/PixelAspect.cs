namespace Wan27.Engine.Media;

/// <summary>The shape of one stored pixel, such as 32:27 on a DVD: how wide it is shown for how high.</summary>
internal readonly record struct PixelAspect(int Across, int Down)
{
    /// <summary>Shapes closer to a square than this are rounding of the writer.</summary>
    private const double Rounding = 0.005;

    public double Ratio => (double)Across / Down;

    public bool IsSquare => Math.Abs(Ratio - 1) <= Rounding;

    /// <summary>The shape seen when the picture is turned by a quarter.</summary>
    public PixelAspect Turned => new(Down, Across);

    /// <summary>A shape in lowest terms; null where a part is zero or negative, which means that none is given.</summary>
    public static PixelAspect? Of(long across, long down)
    {
        if (across <= 0 || down <= 0)
        {
            return null;
        }

        var (a, b) = (across, down);
        while (b > 0)
        {
            (a, b) = (b, a % b);
        }

        var shape = (Across: across / a, Down: down / a);
        return shape is { Across: <= int.MaxValue, Down: <= int.MaxValue } ? new PixelAspect((int)shape.Across, (int)shape.Down) : null;
    }

    public override string ToString() => $"{Across}:{Down}";
}
