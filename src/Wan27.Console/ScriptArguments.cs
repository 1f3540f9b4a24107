using System.Management.Automation.Runspaces;

namespace Wan27.Console;

/// <summary>Turns the words after a script's name into what the parameter binder takes, with the meaning that <c>pwsh -File</c> gives them.</summary>
internal static class ScriptArguments
{
    /// <summary>Reads the words.</summary>
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (!IsParameterName(word))
            {
                yield return new CommandParameter(null, word);
                continue;
            }

            int colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                // Whether the next word belongs to it is for the binder to say: only the binder knows which parameters are switches.
                yield return new CommandParameter(word);
            }
            else if (colon < word.Length - 1)
            {
                yield return new CommandParameter(word[..colon], Value(word[(colon + 1)..]));
            }
            else
            {
                yield return new CommandParameter(word[..colon], i + 1 < words.Count ? Value(words[++i]) : null);
            }
        }
    }

    private static bool IsParameterName(string word) => word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] is '_' or '?');

    private static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };
}
