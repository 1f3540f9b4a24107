namespace Wan27.Engine.Results;

/// <summary>One result to be stored, under which bundle it was made, and how to hand it out afterwards.</summary>
internal sealed record ResultPlan(ResultSource Source, ResultTarget Target, WanBundle Bundle, Func<StoredFile?, BucketObject?, WanAsset> Asset)
{
    /// <summary>What is handed out for a result in a folder, in a bucket, or in both.</summary>
    public WanAsset ToAsset(StoredFile? file, BucketObject? stored = null) => Asset(file, stored);
}
