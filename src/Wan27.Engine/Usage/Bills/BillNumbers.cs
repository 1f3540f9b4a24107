using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Usage.Bills;

/// <summary>
/// Reads numbers as a bill writes them. Whether a comma is a decimal or one of thousands is told by all numbers of the bill together; where they
/// leave it open, nothing is guessed.
/// </summary>
internal sealed class BillNumbers
{
    private readonly char _decimal;

    private BillNumbers(char point) => _decimal = point;

    /// <summary>How a bill writes numbers.</summary>
    /// <param name="cells">Its numbers, each with its line.</param>
    /// <param name="separator">What parts its cells.</param>
    /// <param name="culture">How the user says it does; null when not said.</param>
    /// <param name="problem">Takes why it cannot be told.</param>
    public static BillNumbers Of(IEnumerable<(int Line, string Text)> cells, char separator, CultureInfo? culture, Action<string> problem)
    {
        if (culture is not null)
        {
            return new BillNumbers(culture.NumberFormat.NumberDecimalSeparator[0]);
        }

        (int Line, string Text)? points = null, commas = null, open = null;
        foreach (var (line, text) in cells)
        {
            switch (Sign(Bare(text)))
            {
                case '.':
                    points ??= (line, text);
                    break;
                case ',':
                    commas ??= (line, text);
                    break;
                case '?' when separator == ',' && text.Contains('.', StringComparison.Ordinal):
                    // Who writes decimals with a comma parts cells with something else.
                    break;
                case '?':
                    open ??= (line, text);
                    break;
            }
        }

        if (points is { } point && commas is { } comma)
        {
            problem($"'{point.Text}' in line {point.Line} is written with a decimal point, and '{comma.Text}' in line {comma.Line} with a decimal comma.");
        }
        else if (open is { } either && points is null && commas is null)
        {
            problem($"'{either.Text}' in line {either.Line} can be read in two ways: say with -Culture how numbers are written, such as en-US or de-DE.");
        }

        return new BillNumbers(commas is null ? '.' : ',');
    }

    /// <summary>The number; null where it is none.</summary>
    public decimal? Read(string text)
    {
        var bare = Bare(text);
        var isNegative = bare is ['(', .., ')'];
        var plain = (isNegative ? bare[1..^1] : bare).Replace((_decimal == ',' ? '.' : ',').ToString(), string.Empty, StringComparison.Ordinal).Replace(_decimal, '.');
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? (isNegative ? -number : number) : null;
    }

    /// <summary>The currency that stands in a cell with its amount; null for none.</summary>
    public static string? CurrencyIn(string text)
    {
        var letters = new string([.. text.Where(char.IsAsciiLetter)]).ToUpperInvariant();
        return letters.Length == 3 && Currencies.IsKnown(letters) ? letters : null;
    }

    /// <summary>A number without currency, blanks and apostrophes of thousands.</summary>
    private static string Bare(string text)
    {
        var kept = CurrencyIn(text) is null ? text : new string([.. text.Where(static letter => !char.IsAsciiLetter(letter))]);
        return new string([.. kept.Where(static letter => !char.IsWhiteSpace(letter) && letter is not ('\'' or '\u2019') && char.GetUnicodeCategory(letter) != UnicodeCategory.CurrencySymbol)]);
    }

    /// <summary>The decimal sign that a number must have; a question mark where it can be read in two ways, and nothing where it has none.</summary>
    private static char Sign(string number)
    {
        var (point, comma) = (number.LastIndexOf('.'), number.LastIndexOf(','));
        if (point < 0 && comma < 0)
        {
            return '\0';
        }

        if (point >= 0 && comma >= 0)
        {
            return point > comma ? '.' : ',';
        }

        var (sign, other) = point >= 0 ? ('.', ',') : (',', '.');
        if (number.Count(letter => letter == sign) > 1)
        {
            return other;
        }

        var at = Math.Max(point, comma);
        var before = number[..at].Count(char.IsAsciiDigit);
        var isZero = number[..at].All(static letter => letter is '0' or '-' or '+' or '(');
        return number[(at + 1)..].Count(char.IsAsciiDigit) != 3 || before > 3 || isZero ? sign : '?';
    }
}
