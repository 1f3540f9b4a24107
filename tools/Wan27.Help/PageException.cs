namespace Wan27.Help;

/// <summary>Pages that cannot become help.</summary>
/// <param name="problems">All that was found.</param>
internal sealed class PageException(IReadOnlyList<PageProblem> problems) : Exception($"{problems.Count} problems in the help pages.")
{
    /// <summary>All that was found.</summary>
    public IReadOnlyList<PageProblem> Problems { get; } = problems;
}
