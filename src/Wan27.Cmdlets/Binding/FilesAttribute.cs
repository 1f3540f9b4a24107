using System.Collections;
using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads paths of local files: texts, files, this module's own results, and the columns of a row. A file is no pattern, whatever its name
/// looks like.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilesAttribute : CellAttribute
{
    private const string Patterns = "Path";
    private static readonly string[] Names = ["LiteralPath", "PSPath", "FullName"];

    /// <summary>Texts are taken as they are, without patterns, and a semicolon parts nothing.</summary>
    public bool IsLiteral { get; init; }

    protected override bool TakesRecord => true;

    protected override object Unusable => Array.CreateInstance(typeof(string), 0);

    protected override object? Read(object? input) => Flatten(input).ToArray();

    protected override BindingNote? NoteOn(object? input) => new() { Record = input };

    private IEnumerable<string> Flatten(object? input) => (Travelled.Restore(input) ?? Unwrap.Value(input)) switch
    {
        null => [],
        string text => FilePaths.IsAddress(text.Trim()) ? [text.Trim()] : IsLiteral ? Whole(text) : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable many and not IDictionary => many.Cast<object?>().SelectMany(Flatten),

        // The file that was uploaded, to be uploaded again.
        WanPublishedMedia published => [Exact(published.Path)],
        var value => MediaOf.Object(value) is { } files ? files.Select(Exact) : OfRow(PSObject.AsPSObject(input)),
    };

    private IEnumerable<string> OfRow(PSObject row)
    {
        if (row.Properties[Patterns] is { } patterns)
        {
            return Flatten(patterns.Value);
        }

        return Names.Select(name => row.Properties[name]).FirstOrDefault(static column => column is not null) is { } names
            ? WholeNames(names.Value).Select(Exact)
            : throw MediaErrors.NoKnownColumn(Patterns, Names[0], RowColumns.Names(row));
    }

    // A semicolon is a part of a name that is taken as it is.
    private static IEnumerable<string> WholeNames(object? value) => Unwrap.Value(value) switch
    {
        null => [],
        string text => Whole(text),
        IEnumerable many => many.Cast<object?>().SelectMany(WholeNames),
        var other => [Cell.Text(other)],
    };

    private static IEnumerable<string> Whole(string text) => string.IsNullOrWhiteSpace(text) ? [] : [text];

    private string Exact(string path) => IsLiteral || FilePaths.IsAddress(path) ? path : WildcardPattern.Escape(path);
}
