namespace Wan27.Engine.Contract;

/// <summary>A region with its hosts (contract section 1.1). <c>Wan27</c> is yes, no or unknown, <c>Scope</c> what price pages call it.</summary>
internal sealed record RegionEntry(string Name, string Id, string? SharedHost, string? WorkspaceHost, string Wan27, string Source, string? Scope = null)
{
    /// <summary>True for the region's name, its id, or the scope that price pages call it by.</summary>
    public bool IsCalled(string text)
        => new[] { Name, Id, Scope }.Any(name => string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase));

    private const string Placeholder = "{WorkspaceId}";

    public string HostFor(string? workspaceId)
        => workspaceId is null
            ? SharedHost ?? throw new InvalidOperationException($"Region {Name} has no shared host.")
            : (WorkspaceHost ?? throw new InvalidOperationException($"Region {Name} has no workspace hosts.")).Replace(Placeholder, workspaceId, StringComparison.Ordinal);

    public bool Owns(string host)
        => string.Equals(host, SharedHost, StringComparison.OrdinalIgnoreCase)
            || (WorkspaceHost is not null && host.EndsWith(WorkspaceHost[Placeholder.Length..], StringComparison.OrdinalIgnoreCase));
}
