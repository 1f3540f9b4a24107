namespace Wan27.Engine.Diagnosis;

/// <summary>What a test of a profile includes.</summary>
/// <param name="Destination">Folder that results would be stored in.</param>
/// <param name="ProbeRegions">Also asks the other official region whether it accepts the key.</param>
internal sealed record ProfileTestOptions(string Destination, bool ProbeRegions = false);
