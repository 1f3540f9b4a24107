namespace Wan27.Engine.Checking;

/// <summary>How far the checks go.</summary>
internal sealed record PreflightOptions
{
    public static PreflightOptions Headers { get; } = new();

    /// <summary>Decodes local files with ffmpeg, and reads the first bytes of remote ones.</summary>
    public bool Deep { get; init; }

    /// <summary>Where the job goes; null where no profile says it.</summary>
    public Uri? Service { get; init; }

    /// <summary>The store that local files go to; null where the provider takes them.</summary>
    public UploadPlace? Uploads { get; init; }
}
