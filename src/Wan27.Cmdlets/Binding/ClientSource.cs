using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Output;
using Wan27.Engine;

namespace Wan27.Cmdlets.Binding;

/// <summary>One client per profile for the life of a cmdlet, so that a batch reads its key and its limits once.</summary>
internal sealed class ClientSource(AsyncCmdlet cmdlet)
{
    private readonly Dictionary<string, WanClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pipeline thread: the client of a profile, or of the default one.</summary>
    public WanClient Get(string? profile)
    {
        var name = string.IsNullOrWhiteSpace(profile) ? string.Empty : profile.Trim();
        if (!_clients.TryGetValue(name, out var client))
        {
            client = _clients[name] = EngineSource.Engine.Open(name.Length == 0 ? null : name, cmdlet.ReadSecret, new StepLog(cmdlet));
            cmdlet.Tell($"Bundle: {client.Bundle}");
        }

        return client;
    }
}
