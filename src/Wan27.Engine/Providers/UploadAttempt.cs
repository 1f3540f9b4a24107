namespace Wan27.Engine.Providers;

/// <summary>One try to send a file: what came of it, or a fault in passing that another try under a new permission may mend.</summary>
internal sealed record UploadAttempt(UploadedMedia? Media, WanException? Fault)
{
    /// <summary>What came of sending. The permission is asked for before: its faults are no faults of the upload, and have retries of their own.</summary>
    public static async Task<UploadAttempt> OfAsync(Func<Task<UploadedMedia>> send)
    {
        try
        {
            return new UploadAttempt(await send(), null);
        }
        catch (WanException failed) when (failed.Error.Retry == WanRetry.Safe)
        {
            return new UploadAttempt(null, failed);
        }
    }
}
