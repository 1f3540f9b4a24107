namespace Wan27.Help;

/// <summary>What is wrong with a page, in the form that a build shows with its place.</summary>
/// <param name="File">Path of the page.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Text">One sentence.</param>
internal sealed record PageProblem(string File, int Line, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line},1): error WANHELP01: {Text}";
}
