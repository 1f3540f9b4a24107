namespace Wan27.Cmdlets.Async;

/// <summary>A record that nothing is said about: whoever passed it over tells how many there were.</summary>
internal sealed class PassedOverException : Exception;
