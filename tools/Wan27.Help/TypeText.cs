namespace Wan27.Help;

/// <summary>A type that goes in or comes out.</summary>
/// <param name="Name">Full name, or "None".</param>
/// <param name="Line">Line of its heading.</param>
/// <param name="Text">Paragraphs.</param>
internal sealed record TypeText(string Name, int Line, IReadOnlyList<string> Text);
