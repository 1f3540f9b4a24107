namespace Wan27;

/// <summary>What the evidence says of whether a task was made by a job whose submit was cut off.</summary>
public enum WanVerdict : long
{
    /// <summary>It may be, or may not.</summary>
    Open,

    /// <summary>Only this job can have made it.</summary>
    Proven,

    /// <summary>This job did not make it.</summary>
    Excluded,
}
