namespace Wan27.Engine.Tasks.Evidence;

/// <summary>What one fact says of whether a submit made a task.</summary>
/// <param name="Aspect">Which fact.</param>
/// <param name="Says">For, against, or nothing.</param>
/// <param name="Text">The same in words, beginning with the fact's name.</param>
internal sealed record Finding(Aspect Aspect, Says Says, string Text);

/// <summary>The facts that are compared.</summary>
internal enum Aspect
{
    Model,
    Request,
    Prompt,
    Length,
    Tier,
    Ratio,
    Pictures,
    Time,
}

/// <summary>What a fact says.</summary>
internal enum Says
{
    Unknown,
    Fits,
    Contradicts,
}
