namespace Wan27.Engine.Diagnosis;

/// <summary>What a look at an endpoint showed, or the fault that it ended with.</summary>
/// <param name="Way">How it is reached: addresses, or a proxy.</param>
/// <param name="Status">HTTP status of its answer.</param>
/// <param name="Took">From the request to the head of the answer.</param>
/// <param name="Skew">How far this machine's clock is ahead of the server's, where the server told its time.</param>
/// <param name="Fault">What kept it from answering.</param>
internal sealed record EndpointFacts(string Way, int Status, TimeSpan Took, TimeSpan? Skew, WanException? Fault);
