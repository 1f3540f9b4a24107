namespace Wan27.Engine.Results;

/// <summary>What a result is when nothing else tells: decides the last resort for a file's extension.</summary>
internal enum ResultKind
{
    /// <summary>A still picture.</summary>
    Image,

    /// <summary>A clip.</summary>
    Video,
}
