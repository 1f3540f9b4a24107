namespace Wan27.Engine.Tasks;

/// <summary>How a request is submitted.</summary>
internal sealed record SubmitOptions
{
    public string? JobKey { get; init; }

    public bool SkipPreflight { get; init; }

    /// <summary>Submits anew although the job key stands for a task.</summary>
    public bool Force { get; init; }

    public WanOnAmbiguous OnAmbiguous { get; init; }

    /// <summary>The budget of the run that it is part of, beside that of the profile.</summary>
    public WanBudget? RunBudget { get; init; }
}
