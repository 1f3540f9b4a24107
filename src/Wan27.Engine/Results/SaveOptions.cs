namespace Wan27.Engine.Results;

/// <summary>Where the user wants results, and under which names.</summary>
/// <param name="Directory">Absolute path of a folder; null when they go to a store alone.</param>
/// <param name="NameTemplate">Names in the folder and in the store.</param>
/// <param name="Force">Stores again what is stored, and replaces what is in the way.</param>
internal sealed record SaveOptions(string? Directory, string? NameTemplate = null, bool Force = false)
{
    /// <summary>Name of a store that they go to as well; null for none.</summary>
    public string? Store { get; init; }
}
