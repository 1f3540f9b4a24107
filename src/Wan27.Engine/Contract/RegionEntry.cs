namespace Wan27.Engine.Contract;

/// <summary>A region with its hosts (contract section 1.1). <c>Wan27</c> is yes, no or unknown.</summary>
internal sealed record RegionEntry(string Name, string Id, string? SharedHost, string? WorkspaceHost, string Wan27, string Source)
{
    private const string Placeholder = "{WorkspaceId}";

    public string HostFor(string? workspaceId)
        => workspaceId is null
            ? SharedHost ?? throw new InvalidOperationException($"Region {Name} has no shared host.")
            : (WorkspaceHost ?? throw new InvalidOperationException($"Region {Name} has no workspace hosts.")).Replace(Placeholder, workspaceId, StringComparison.Ordinal);

    public bool Owns(string host)
        => string.Equals(host, SharedHost, StringComparison.OrdinalIgnoreCase)
            || (WorkspaceHost is not null && host.EndsWith(WorkspaceHost[Placeholder.Length..], StringComparison.OrdinalIgnoreCase));
}
