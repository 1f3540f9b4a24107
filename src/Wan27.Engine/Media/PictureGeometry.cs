namespace Wan27.Engine.Media;

/// <summary>How a picture is cut, scaled and framed so that sides and aspect come within their limits.</summary>
/// <param name="CutWidth">Pixels kept of the source, from its middle.</param>
/// <param name="CutHeight">Pixels kept of the source, from its middle.</param>
/// <param name="PictureWidth">Size of the scaled picture within the frame.</param>
/// <param name="PictureHeight">Size of the scaled picture within the frame.</param>
/// <param name="Width">Size of the result.</param>
/// <param name="Height">Size of the result.</param>
internal sealed record PictureGeometry(int CutWidth, int CutHeight, int PictureWidth, int PictureHeight, int Width, int Height)
{
    public bool IsPadded => PictureWidth != Width || PictureHeight != Height;

    /// <summary>Computes the smallest change. The aspect is settled first: a legal aspect always fits between the side limits.</summary>
    /// <param name="width">Width of the source as shown.</param>
    /// <param name="height">Height of the source as shown.</param>
    /// <param name="limits">Side and aspect limits.</param>
    /// <param name="fit">Bars or cuts.</param>
    /// <param name="even">True where the codec takes even sizes only.</param>
    public static PictureGeometry Fit(int width, int height, PictureLimits limits, MediaFit fit, bool even)
    {
        var (cutWidth, cutHeight) = fit == MediaFit.Crop ? Narrow(width, height, limits.Aspect) : (width, height);
        var (frameWidth, frameHeight) = fit == MediaFit.Pad ? Widen(width, height, limits.Aspect) : ((double)cutWidth, (double)cutHeight);
        var scale = 1.0;
        if (Math.Min(frameWidth, frameHeight) < limits.SideMinimum)
        {
            scale = limits.SideMinimum / Math.Min(frameWidth, frameHeight);
        }
        else if (Math.Max(frameWidth, frameHeight) > limits.SideMaximum)
        {
            scale = limits.SideMaximum / Math.Max(frameWidth, frameHeight);
        }

        // The longer side is rounded down and the shorter up, so that rounding never breaks the aspect again.
        var isWide = frameWidth >= frameHeight;
        var step = even ? 2 : 1;
        var resultWidth = Round(frameWidth * scale, isWide, step, limits);
        var resultHeight = Round(frameHeight * scale, !isWide, step, limits);
        var pictureWidth = fit == MediaFit.Pad && frameWidth > cutWidth ? Math.Clamp((int)Math.Round(cutWidth * scale), 1, resultWidth) : resultWidth;
        var pictureHeight = fit == MediaFit.Pad && frameHeight > cutHeight ? Math.Clamp((int)Math.Round(cutHeight * scale), 1, resultHeight) : resultHeight;
        return new PictureGeometry(cutWidth, cutHeight, pictureWidth, pictureHeight, resultWidth, resultHeight);
    }

    private static (int Width, int Height) Narrow(int width, int height, double aspect)
        => (Math.Min(width, Math.Max(1, (int)(height * aspect))), Math.Min(height, Math.Max(1, (int)(width * aspect))));

    private static (double Width, double Height) Widen(int width, int height, double aspect)
        => (Math.Max(width, height / aspect), Math.Max(height, width / aspect));

    private static int Round(double side, bool down, int step, PictureLimits limits)
    {
        // Products of ratios miss whole numbers by a hair; a hair must not cost a step.
        const double Hair = 1e-6;
        var steps = down ? Math.Floor((side + Hair) / step) : Math.Ceiling((side - Hair) / step);
        var least = Math.Ceiling(limits.SideMinimum / step) * step;
        var most = Math.Floor(limits.SideMaximum / step) * step;
        return (int)Math.Clamp(steps * step, least, Math.Max(least, most));
    }
}

/// <summary>Side limits in pixels and the largest ratio of the sides.</summary>
internal sealed record PictureLimits(double SideMinimum, double SideMaximum, double Aspect)
{
    public bool Allows(int width, int height)
        => Math.Min(width, height) >= SideMinimum && Math.Max(width, height) <= SideMaximum && AllowsAspect(width, height);

    public bool AllowsAspect(int width, int height) => Math.Max(width, height) <= Aspect * Math.Min(width, height);
}
