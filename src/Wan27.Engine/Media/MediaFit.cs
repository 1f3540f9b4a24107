namespace Wan27.Engine.Media;

/// <summary>How a picture of a forbidden aspect is brought within the limits.</summary>
internal enum MediaFit
{
    /// <summary>Bars of the background colour are added.</summary>
    Pad,

    /// <summary>What is too much is cut off on both sides.</summary>
    Crop,
}
