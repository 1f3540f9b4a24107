using System.Globalization;
using System.Text;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Results;

/// <summary>
/// A pattern for result names, such as <c>{Route}/{JobKey}{Ext}</c>. Whatever the values hold, the name stays below the
/// destination folder.
/// </summary>
internal sealed class NameTemplate
{
    private const int PromptLength = 40;
    private static readonly Dictionary<string, Func<NamingValues, string?>> Placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TaskId"] = static values => values.TaskId,
        ["JobKey"] = static values => values.JobKey,
        ["Route"] = static values => values.Route,
        ["Model"] = static values => values.Model,
        ["Profile"] = static values => values.Profile,
        ["Index"] = static values => values.Index.ToString(CultureInfo.InvariantCulture),
        ["Count"] = static values => values.Count.ToString(CultureInfo.InvariantCulture),
        ["Date"] = static values => values.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["Time"] = static values => values.Date.ToString("HHmmss", CultureInfo.InvariantCulture),
        ["Prompt"] = static values => values.Prompt is { } prompt ? SafeName.Slug(prompt, PromptLength) : null,
        ["RequestId"] = static values => values.RequestId,
    };

    private readonly IReadOnlyList<IReadOnlyList<Piece>> _segments;

    private NameTemplate(string text, IReadOnlyList<IReadOnlyList<Piece>> segments)
    {
        Text = text;
        _segments = segments;
    }

    private enum PieceKind
    {
        Literal,
        Value,
        Extension,

        /// <summary>Where an index or the number of a second file of the same name goes.</summary>
        Distinction,
    }

    public static IReadOnlyList<string> AllowedPlaceholders { get; } = [.. Placeholders.Keys, "Ext"];

    public string Text { get; }

    private bool NamesIndex => _segments.Any(static segment => segment.Any(static piece
        => piece.Kind == PieceKind.Value && piece.Text.Equals("Index", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The template used when none is given: the user's own name for the job, else the service's.</summary>
    public static NameTemplate DefaultFor(NamingValues values)
        => Parse(values switch
        {
            { JobKey.Length: > 0 } => "{JobKey}{Ext}",
            { TaskId.Length: > 0 } => "{TaskId}{Ext}",
            _ => "{RequestId}{Ext}",
        });

    /// <summary>Reads a template.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.NameTemplate</c>: empty, rooted, with <c>..</c>, or with an unknown placeholder.</exception>
    public static NameTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw StorageErrors.NameTemplateOfNothing();
        }

        if (text[0] is '/' or '\\' || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0])))
        {
            throw StorageErrors.NameTemplateOfPath(text);
        }

        var segments = text.Split('/', '\\');
        foreach (var segment in segments)
        {
            if (segment.Trim() is "" or "." or "..")
            {
                throw StorageErrors.NameTemplateOfFolder(text, segment);
            }
        }

        var pieces = segments.Select(segment => PiecesOf(segment, text)).ToArray();
        AddDistinction(pieces[^1]);
        return new NameTemplate(text, pieces);
    }

    /// <summary>Fills the template.</summary>
    /// <param name="values">The job's values.</param>
    /// <param name="extension">Extension with its dot.</param>
    /// <param name="copy">1, or more for a further result that competes for the same name in one run.</param>
    /// <returns>A relative path whose parts are safe on every system.</returns>
    /// <exception cref="WanException"><c>Wan.Storage.NameTemplate</c>: a part of the path comes out empty.</exception>
    public string Fill(NamingValues values, string extension, int copy = 1)
    {
        var distinction = new StringBuilder();
        if (values.Count > 1 && !NamesIndex)
        {
            distinction.Append(CultureInfo.InvariantCulture, $"-{values.Index}");
        }

        if (copy > 1)
        {
            distinction.Append(CultureInfo.InvariantCulture, $"-{copy}");
        }

        var parts = new string[_segments.Count];
        for (var index = 0; index < parts.Length; index++)
        {
            var names = false;
            var part = new StringBuilder();
            foreach (var piece in _segments[index])
            {
                var rendered = piece.Kind switch
                {
                    PieceKind.Literal => piece.Text,
                    PieceKind.Extension => extension,
                    PieceKind.Distinction => distinction.ToString(),
                    _ => Placeholders[piece.Text](values) is { Length: > 0 } value ? NonEmpty(SafeName.Value(value)) : string.Empty,
                };
                part.Append(rendered);
                names |= rendered.Length > 0 && piece.Kind is PieceKind.Literal or PieceKind.Value;
            }

            parts[index] = names ? NonEmpty(SafeName.Segment(part.ToString(), extension)) : throw StorageErrors.NameTemplateWithoutName(Text);
        }

        return Path.Combine(parts);
    }

    private static string NonEmpty(string text) => text.Length == 0 ? "_" : text;

    private static List<Piece> PiecesOf(string segment, string whole)
    {
        var pieces = new List<Piece>();
        var position = 0;
        while (position < segment.Length)
        {
            var open = segment.IndexOfAny(['{', '}'], position);
            if (open < 0)
            {
                pieces.Add(new Piece(PieceKind.Literal, segment[position..]));
                break;
            }

            var close = segment.IndexOf('}', open);
            if (segment[open] == '}' || close < 0)
            {
                throw StorageErrors.NameTemplateOfBrace(whole);
            }

            if (open > position)
            {
                pieces.Add(new Piece(PieceKind.Literal, segment[position..open]));
            }

            pieces.Add(PlaceholderOf(segment[(open + 1)..close], whole));
            position = close + 1;
        }

        return pieces;
    }

    private static Piece PlaceholderOf(string name, string whole)
    {
        if (name.Equals("Ext", StringComparison.OrdinalIgnoreCase))
        {
            return new Piece(PieceKind.Extension, name);
        }

        return Placeholders.ContainsKey(name)
            ? new Piece(PieceKind.Value, name)
            : throw StorageErrors.NameTemplateOfPlaceholder(whole, $"{{{name}}}", string.Join(", ", AllowedPlaceholders.Select(static allowed => $"{{{allowed}}}")));
    }

    /// <summary>Before the extension, be it the placeholder or written out.</summary>
    private static void AddDistinction(List<Piece> pieces)
    {
        var distinction = new Piece(PieceKind.Distinction, string.Empty);
        var extension = pieces.FindIndex(static piece => piece.Kind == PieceKind.Extension);
        if (extension >= 0)
        {
            pieces.Insert(extension, distinction);
            return;
        }

        var last = pieces[^1];
        var dot = last.Kind == PieceKind.Literal ? last.Text.LastIndexOf('.') : -1;
        if (dot < 0 || (dot == 0 && pieces.Count == 1))
        {
            pieces.Add(distinction);
            return;
        }

        pieces[^1] = new Piece(PieceKind.Literal, last.Text[..dot]);
        pieces.Add(distinction);
        pieces.Add(new Piece(PieceKind.Literal, last.Text[dot..]));
    }

    private sealed record Piece(PieceKind Kind, string Text);
}
