namespace Wan27.Engine.Routes;

/// <summary>What is to be known of a job that is sent all the same: all findings of one kind in one text.</summary>
/// <param name="Rule">The kind: the name of the rule.</param>
/// <param name="Text">What was found, and what to do about it.</param>
internal sealed record SubmitWarning(string Rule, string Text);
