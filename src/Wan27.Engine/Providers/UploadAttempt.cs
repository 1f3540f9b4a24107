namespace Wan27.Engine.Providers;

/// <summary>One try to send a file: what came of it, or a fault in passing that another try under a new policy may mend.</summary>
internal sealed record UploadAttempt(UploadedMedia? Media, WanException? Fault);
