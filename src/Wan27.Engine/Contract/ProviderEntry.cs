namespace Wan27.Engine.Contract;

/// <summary>What a provider needs of a profile, and what is its own on the wire.</summary>
/// <param name="Name">As profiles have it.</param>
/// <param name="Owner">Whose service it is.</param>
/// <param name="Contract"><c>official</c>, or <c>wrapper_route</c> for one with a contract of its own.</param>
/// <param name="Regions">The regions that it has; none for a provider without.</param>
/// <param name="Workspaces">Whether it has workspaces with hosts of their own.</param>
/// <param name="KeyVariable">The environment variable that its own clients read.</param>
/// <param name="KeyPrefixes">How its keys begin: what begins so is never taken for a name.</param>
/// <param name="InputSchemes">Schemes of its own for media that it holds already.</param>
/// <param name="PlainHeaders">Headers of its own that hold no secret and may be shown.</param>
/// <param name="Source">Where that is written.</param>
/// <param name="Address">Base address of a provider without regions; with regions it follows from them.</param>
internal sealed record ProviderEntry(
    string Name, string Owner, string Contract, IReadOnlyList<string> Regions, bool Workspaces, string KeyVariable, IReadOnlyList<string> KeyPrefixes,
    IReadOnlyList<string> InputSchemes, IReadOnlyList<string> PlainHeaders, string Source, string? Address = null)
{
    /// <summary>True where key, endpoint and models belong to a region.</summary>
    public bool HasRegions => Regions.Count > 0;

    /// <summary>The regions as somebody would write one of them.</summary>
    public string RegionChoice => string.Join(" or ", Regions.Select(static region => $"-Region {region}"));
}
