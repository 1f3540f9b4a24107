using System.Collections;
using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Lets a media parameter take paths, URLs, files and this module's own results; a list may be one text with semicolons.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MediaAttribute : CellAttribute
{
    public bool IsList { get; init; }

    /// <summary>True for a list whose places count, so that an empty entry is one: 'a.mp3;;b.mp3' has three.</summary>
    public bool KeepsGaps { get; init; }

    protected override object Unusable => IsList ? Array.CreateInstance(typeof(string), 0) : new string('?', 1);

    protected override object? Read(object? input)
    {
        var items = Flatten(input).ToArray();
        if (IsList)
        {
            return items;
        }

        return items.Length switch
        {
            0 => null,
            1 => items[0],
            _ => throw RouteErrors.ValueUnusableOfManyMedia(items.Length, string.Join(", ", items.Take(3).Select(Cell.Shown))),
        };
    }

    protected override BindingNote? NoteOn(object? input)
        => Uploads(input).ToArray() is { Length: > 0 } uploads ? new BindingNote { Uploads = uploads, Given = input } : null;

    private static IEnumerable<WanPublishedMedia> Uploads(object? input) => (Travelled.Restore(input) ?? Unwrap.Value(input)) switch
    {
        WanPublishedMedia upload => [upload],
        string or IDictionary => [],
        IEnumerable many => many.Cast<object?>().SelectMany(Uploads),
        _ => [],
    };

    private IEnumerable<string> Flatten(object? input) => (Travelled.Restore(input) ?? Unwrap.Value(input)) switch
    {
        null => [],
        string text => KeepsGaps ? SplitKept(text) : IsList ? Split(text) : string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()],
        PSCustomObject or IDictionary => throw RouteErrors.ValueUnusableOfNoMedia(),
        IEnumerable many => many.Cast<object?>().SelectMany(item => KeepsGaps && item is null ? [string.Empty] : Flatten(item)),
        var value => MediaOf.Object(value) is { } found ? found : [Cell.Text(value)],
    };

    private static string[] SplitKept(string text)
        => text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? [text] : text.Split(';', StringSplitOptions.TrimEntries);

    // A data URI has semicolons of its own.
    private static string[] Split(string text)
        => text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? [text]
            : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
