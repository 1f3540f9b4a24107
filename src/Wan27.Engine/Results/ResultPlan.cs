namespace Wan27.Engine.Results;

/// <summary>One result to be stored, and how to hand it out afterwards.</summary>
internal sealed record ResultPlan(ResultSource Source, ResultTarget Target, Func<StoredFile, WanAsset> ToAsset);
