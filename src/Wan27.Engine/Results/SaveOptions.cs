namespace Wan27.Engine.Results;

/// <summary>Where the user wants results, and under which names.</summary>
internal sealed record SaveOptions(string Directory, string? NameTemplate = null, bool Force = false);
