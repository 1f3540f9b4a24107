using System.Globalization;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Wan27.Console;

/// <summary>Writes the command that runs a script file with the words of a command line, with the meaning that <c>pwsh -File</c> gives them.</summary>
internal static partial class ScriptCall
{
    /// <summary>
    /// The call runs in the global scope and passes on what the script gave to <c>exit</c>: the engine tells the host only about <c>exit</c> in
    /// command text, and turns the one in a file into a failed command and a number. A command that failed without a number did not even start.
    /// </summary>
    public static string Of(string path, IReadOnlyList<string> words)
        => string.Create(
            CultureInfo.InvariantCulture,
            $". {Quoted(path)} {Arguments(words)}; if (-not $?) {{ exit $(if ($LASTEXITCODE) {{ $LASTEXITCODE }} else {{ {ExitCode.ScriptFailed} }}) }}");

    private static string Arguments(IReadOnlyList<string> words)
    {
        var written = new List<string>();
        bool valueIsDue = false;
        foreach (string word in words)
        {
            Match name = ParameterName().Match(word);
            if (valueIsDue || !name.Success)
            {
                written.Add(Value(word));
                valueIsDue = false;
                continue;
            }

            // Whether the next word belongs to a name without a colon is for the binder to say: only the binder knows which parameters are switches.
            string attached = name.Groups["value"].Value;
            written.Add(name.Groups["name"].Value + (attached.Length > 0 ? Value(attached) : ""));
            valueIsDue = attached.Length == 0 && word[^1] == ':';
        }

        return string.Join(' ', written);
    }

    private static string Value(string word) => word.ToUpperInvariant() is "$TRUE" or "$FALSE" ? word : Quoted(word);

    // The engine's own escaping knows every character that it takes for a quote, typographic ones included.
    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_][\p{L}\p{N}_]*:?)(?<value>(?<=:).*)?$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ParameterName();
}
