namespace Wan27.Engine.Tasks;

/// <summary>How a request is submitted.</summary>
internal sealed record SubmitOptions
{
    public string? JobKey { get; init; }

    public bool SkipPreflight { get; init; }

    /// <summary>Submits anew although the job key stands for a task.</summary>
    public bool Force { get; init; }

    public WanOnAmbiguous OnAmbiguous { get; init; }
}
