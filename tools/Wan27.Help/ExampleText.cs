namespace Wan27.Help;

/// <summary>An example.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Code">The script, as written.</param>
/// <param name="Text">Paragraphs about it.</param>
internal sealed record ExampleText(string Title, string Code, IReadOnlyList<string> Text);
