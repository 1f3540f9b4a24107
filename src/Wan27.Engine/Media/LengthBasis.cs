namespace Wan27.Engine.Media;

/// <summary>How a length was found out.</summary>
internal enum LengthBasis
{
    /// <summary>A header states it, or it follows from what headers state.</summary>
    Stated,

    /// <summary>The file was read to its end and its frames were counted.</summary>
    Counted,

    /// <summary>Worked out from the rate of a part of the file.</summary>
    Estimated,
}
