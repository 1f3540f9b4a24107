namespace Wan27.Help;

/// <summary>One page of docs/cmdlets, read.</summary>
/// <param name="File">Path of the page.</param>
/// <param name="Name">Name of the cmdlet.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Parameters">A text for each parameter.</param>
/// <param name="Inputs">Types that can be piped in.</param>
/// <param name="Outputs">Types that come out.</param>
/// <param name="Examples">Real tasks.</param>
/// <param name="Notes">Paragraphs.</param>
/// <param name="Links">Names of related topics.</param>
internal sealed record CommandPage(
    string File, string Name, string Synopsis, IReadOnlyList<string> Description, IReadOnlyList<ParameterText> Parameters,
    IReadOnlyList<TypeText> Inputs, IReadOnlyList<TypeText> Outputs, IReadOnlyList<ExampleText> Examples,
    IReadOnlyList<string> Notes, IReadOnlyList<string> Links);
