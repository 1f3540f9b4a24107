namespace Wan27.Engine.Providers;

/// <summary>What an endpoint says of a key.</summary>
/// <param name="Accepted">True or false, or null when it could not be asked.</param>
/// <param name="Error">The refusal, or what kept it from being asked.</param>
internal sealed record KeyVerdict(bool? Accepted, WanError? Error)
{
    public static KeyVerdict Yes { get; } = new(true, null);
}
