using Wan27.Emulator.Media;

namespace Wan27.Emulator.Facades;

/// <summary>What was found at the address of an input.</summary>
/// <param name="Facts">Null where it lies elsewhere and is taken on trust, or is not to be had.</param>
/// <param name="Flaw">Why it is not to be had.</param>
internal sealed record MediaLook(MediaFacts? Facts, MediaFlaw? Flaw);
