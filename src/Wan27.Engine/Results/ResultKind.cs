namespace Wan27.Engine.Results;

/// <summary>What a route makes: its results are proven to be of this kind.</summary>
internal enum ResultKind
{
    /// <summary>A still picture.</summary>
    Image,

    /// <summary>A clip.</summary>
    Video,
}
