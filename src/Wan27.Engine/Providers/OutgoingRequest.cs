namespace Wan27.Engine.Providers;

/// <summary>A request of a provider as it goes over the wire, without the key.</summary>
/// <param name="Method">How.</param>
/// <param name="Address">A path below the profile's endpoint, or a whole address at one of the provider's own hosts.</param>
internal sealed record OutgoingRequest(HttpMethod Method, string Address)
{
    /// <summary>The JSON body; null for none.</summary>
    public JsonBody? Body { get; init; }

    /// <summary>Headers beside those that every request has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static OutgoingRequest Get(string address) => new(HttpMethod.Get, address);
}
