namespace Wan27.Engine.Results;

/// <summary>One result to be stored, under which bundle it was made, and how to hand it out afterwards.</summary>
internal sealed record ResultPlan(ResultSource Source, ResultTarget Target, WanBundle Bundle, Func<StoredFile, WanAsset> ToAsset);
