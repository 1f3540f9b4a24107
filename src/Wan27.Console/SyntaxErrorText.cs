using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace Wan27.Console;

/// <summary>Shows where a script does not parse; the engine's own view prints nothing for such an error.</summary>
internal static class SyntaxErrorText
{
    /// <summary>All errors that the parser found, each with its line and a mark under the place.</summary>
    public static string Of(IEnumerable<ParseError> errors) => string.Join(Environment.NewLine, errors.Select(Of));

    private static string Of(ParseError error)
    {
        IScriptExtent place = error.Extent;
        string line = place.StartScriptPosition.Line.TrimEnd().Replace('\t', ' ');
        int column = Math.Max(place.StartColumnNumber - 1, 0);
        int length = place.EndLineNumber == place.StartLineNumber ? place.EndColumnNumber - place.StartColumnNumber : line.Length - column;
        string number = place.StartLineNumber.ToString(CultureInfo.InvariantCulture).PadLeft(4);
        return new StringBuilder()
            .Append("ParserError: ").Append(place.File is null ? "line " : place.File + ":").Append(place.StartLineNumber).AppendLine()
            .AppendLine("Line |")
            .Append(number).Append(" | ").AppendLine(line)
            .Append("     | ").Append(' ', column).Append('~', Math.Max(length, 1)).AppendLine()
            .Append("     | ").Append(error.Message)
            .ToString();
    }
}
