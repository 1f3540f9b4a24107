using System.Collections;
using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>Lets a media parameter take paths, URLs, files and this module's own results; a list may be one text with semicolons.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MediaAttribute : ArgumentTransformationAttribute
{
    public bool IsList { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var items = Flatten(Unwrap.Value(inputData)).ToArray();
        if (IsList)
        {
            return items;
        }

        return items.Length switch
        {
            0 => null,
            1 => items[0],
            _ => throw new ArgumentTransformationMetadataException($"{items.Length} media were given where one belongs."),
        };
    }

    private IEnumerable<string> Flatten(object? input) => input switch
    {
        null => [],
        string text => IsList ? Split(text) : string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()],
        IEnumerable many => many.Cast<object?>().SelectMany(item => Flatten(Unwrap.Value(item))),
        _ => MediaOf.Object(input) is { } found ? found : [input.ToString() ?? string.Empty],
    };

    // A data URI has semicolons of its own.
    private static string[] Split(string text)
        => text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? [text]
            : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
