using Wan27.Cmdlets.Async;
using Wan27.Engine;

namespace Wan27.Cmdlets.Binding;

/// <summary>One lane per profile, as wide as the profile's own limit says: a batch may have rows of several profiles.</summary>
/// <param name="limit">Name of the contract's limit.</param>
internal sealed class ProfileLanes(string limit) : IDisposable
{
    private readonly Dictionary<string, WorkLane> _lanes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pipeline thread: the lane of a client's profile.</summary>
    public WorkLane Of(WanClient client)
    {
        var bundle = client.Bundle;
        if (!_lanes.TryGetValue(bundle.Profile.Name, out var lane))
        {
            lane = _lanes[bundle.Profile.Name] = new WorkLane(bundle.Contract.Integer(limit));
        }

        return lane;
    }

    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }
    }
}
