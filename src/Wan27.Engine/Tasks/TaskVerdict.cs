namespace Wan27.Engine.Tasks;

/// <summary>What to make of one answer about a task.</summary>
internal enum TaskVerdict
{
    /// <summary>It is so.</summary>
    Believed,

    /// <summary>An end that has been said once; the next answer decides.</summary>
    AskAgain,

    /// <summary>A success that has been said twice and names no result: nothing can be saved, and nothing is over.</summary>
    NoResult,

    /// <summary>It cannot be so: an accepted task is known as long as ids live.</summary>
    Unbelievable,
}
