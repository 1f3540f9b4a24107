using System.Collections.Concurrent;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>
/// The requests of submits whose answer was lost, for as long as the process lives: should one prove never to have been accepted, it is sent
/// from here. The journal has a request as it may be written down, which is less than what was sent.
/// </summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<string, OpenRequest> _requests = new(StringComparer.Ordinal);

    public void Keep(string localId, OpenRequest request) => _requests[localId] = request;

    public OpenRequest? Find(string localId) => _requests.GetValueOrDefault(localId);
}

/// <summary>A request that may have to be sent again.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Options">How it was submitted.</param>
/// <param name="Draft">Its row.</param>
internal sealed record OpenRequest(RouteRequest Request, SubmitOptions Options, JournalDraft Draft);
