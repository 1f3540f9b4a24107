using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Wan27.Engine.Records;

namespace Wan27.Engine.Contract;

/// <summary>
/// Makes the errors of one boundary that are found here. Their words, category and retry class are rows of the error table; for each form of
/// a row the boundary's class has a member, named after code and form, whose parameters are the form's holes.
/// </summary>
internal sealed partial class LocalErrors
{
    private readonly Dictionary<string, (LocalErrorRow Row, LocalErrorForm Form)> _forms;

    private LocalErrors(WanBoundary boundary)
        => _forms = ErrorCatalogue.Local.Where(row => row.Boundary == boundary)
            .SelectMany(static row => ErrorCatalogue.FormsOf(row).Select(form => (Row: row, Form: form)))
            .ToDictionary(static pair => pair.Row.Code + pair.Form.Name, StringComparer.Ordinal);

    /// <summary>The members that the boundary's class must have.</summary>
    public IReadOnlyCollection<string> Members => _forms.Keys;

    public static LocalErrors Of(WanBoundary boundary) => new(boundary);

    /// <summary>The error that is named like the calling member.</summary>
    /// <param name="values">A value for each hole of its form, no more and no less.</param>
    /// <param name="inner">What led to it, if another exception did.</param>
    /// <param name="member">The calling member.</param>
    public WanException Make(ReadOnlySpan<(string Hole, object? Value)> values, Exception? inner = null, [CallerMemberName] string member = "")
    {
        var (row, form) = _forms[member];
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (hole, value) in values)
        {
            texts.Add(hole, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        var filled = new HashSet<string>(StringComparer.Ordinal);
        var message = Fill(form.Message, texts, filled);
        var fix = form.Fix is { } words ? Fill(words, texts, filled) : null;
        if (filled.Count != texts.Count)
        {
            throw new ArgumentException($"{row.Id} has no hole for {string.Join(", ", texts.Keys.Except(filled))}.", nameof(values));
        }

        // The message may quote what a server or a file name says.
        var error = new WanError
        {
            ErrorId = row.Id,
            Boundary = row.Boundary,
            Message = KnownSecrets.Erase(ServerText.Prose(message)),
            RecommendedAction = string.IsNullOrEmpty(fix) ? null : fix,
            Retry = ErrorCatalogue.RetryOf(row, form),
        };
        return new WanException(error, inner);
    }

    /// <inheritdoc cref="Make(ReadOnlySpan{ValueTuple{string, object?}}, Exception?, string)"/>
    public WanException Make(Exception? inner = null, [CallerMemberName] string member = "") => Make([], inner, member);

    /// <summary>True for words that say nothing before they are filled.</summary>
    public static bool HasHoles(string words) => Hole().IsMatch(words);

    private static string Fill(string words, Dictionary<string, string?> values, HashSet<string> filled) => Hole().Replace(words, match =>
    {
        var hole = match.Groups[1].Value;
        filled.Add(hole);
        return values.TryGetValue(hole, out var value) ? value ?? string.Empty : throw new ArgumentException($"Nothing was given for {{{hole}}} in '{words}'.", nameof(values));
    });

    [GeneratedRegex(@"\{([a-z][A-Za-z]*)\}")]
    private static partial Regex Hole();
}
