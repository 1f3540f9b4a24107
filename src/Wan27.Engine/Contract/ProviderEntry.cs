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
/// <param name="KeyScheme">The word before the key in the Authorization header.</param>
/// <param name="KeyHosts">Further hosts of its own that the key may go to.</param>
/// <param name="UploadAddress">Where uploads are asked for, where that is not the address; behind an address of the user's own it is that one.</param>
/// <param name="TakesFiles">Whether it takes uploads of local files.</param>
/// <param name="DataUriBytes">How long a data URI may be; null where the official limit holds, zero where none is taken.</param>
/// <param name="PriceAddress">Where its prices are asked for, where that is not the address.</param>
/// <param name="MakesPicturesInOneCall">Whether the answer to a call can be the pictures themselves. Without that they are always made by a task.</param>
internal sealed record ProviderEntry(
    string Name, string Owner, string Contract, IReadOnlyList<string> Regions, bool Workspaces, string KeyVariable, IReadOnlyList<string> KeyPrefixes,
    IReadOnlyList<string> InputSchemes, IReadOnlyList<string> PlainHeaders, string Source, string? Address = null,
    string KeyScheme = "Bearer", IReadOnlyList<string>? KeyHosts = null, string? UploadAddress = null, bool TakesFiles = false, int? DataUriBytes = null,
    bool MakesPicturesInOneCall = false, string? PriceAddress = null)
{
    /// <summary>What <see cref="Contract"/> is for a provider with a contract of its own.</summary>
    public const string WrapperRoute = "wrapper_route";

    /// <summary>True for a provider with a contract of its own.</summary>
    public bool IsWrapper => Contract == WrapperRoute;

    /// <summary>The provider with its marks, as messages name it.</summary>
    public string Marked => Mark(Name, Owner, Contract) ?? Name;

    /// <summary>The mark of a wrapper provider in a line of facts; null for the official one.</summary>
    public static string? Mark(string? name, string? owner, string? contract) => contract == WrapperRoute ? $"{name} of {owner} ({contract}, the official contract does not apply)" : null;

    /// <summary>True where key, endpoint and models belong to a region.</summary>
    public bool HasRegions => Regions.Count > 0;

    /// <summary>The regions as somebody would write one of them.</summary>
    public string RegionChoice => string.Join(" or ", Regions.Select(static region => $"-Region {region}"));
}
