using System.Management.Automation.Host;

namespace Wan27.Console;

/// <summary>The letter and the word that stand for one answer.</summary>
/// <param name="Key">The letter after the ampersand in the engine's label, or the whole label.</param>
/// <param name="Label">The label without the ampersand.</param>
internal sealed record ChoiceKey(string Key, string Label)
{
    /// <summary>Reads an engine's label such as <c>Yes to &amp;All</c>.</summary>
    public static ChoiceKey From(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        string label = choice.Label.Replace("&", "", StringComparison.Ordinal);
        return mark >= 0 && mark < label.Length ? new(label[mark].ToString().ToUpperInvariant(), label) : new(label, label);
    }

    /// <summary>Whether a person's answer means this choice.</summary>
    public bool Answers(string answer)
        => answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Label, StringComparison.OrdinalIgnoreCase);
}
