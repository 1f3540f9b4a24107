namespace Wan27.Emulator;

/// <summary>The facts of a request that a fault rule may look at.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path, decoded.</param>
/// <param name="Model">The model, as far as it is known at that point.</param>
/// <param name="TaskId">The task asked for, or whose result is asked for.</param>
public sealed record FaultSubject(string Operation, string Method, string Path, string? Model, string? TaskId);
