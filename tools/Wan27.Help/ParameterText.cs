namespace Wan27.Help;

/// <summary>The text of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Line of its heading.</param>
/// <param name="Text">Paragraphs, with the facts that follow them.</param>
/// <param name="Default">What holds when it is left out.</param>
internal sealed record ParameterText(string Name, int Line, IReadOnlyList<string> Text, string Default);
