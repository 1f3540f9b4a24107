namespace Wan27.Cmdlets.Binding;

/// <summary>Reads one text. Numbers are written the same in every culture, and blanks around a name are no part of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextAttribute : CellAttribute
{
    /// <summary>Keeps blanks and line breaks: the text is for the model, not for us.</summary>
    public bool IsProse { get; init; }

    /// <summary>Keeps an empty text, which takes a setting back, apart from one that is not given.</summary>
    public bool EmptyCounts { get; init; }

    /// <summary>What an empty text stands for.</summary>
    public string? WhenEmpty { get; init; }

    protected override object Unusable => new string('?', 1);

    protected override object? Read(object? input) => Cell.Single(input) switch
    {
        null => EmptyCounts && input is not null ? string.Empty : WhenEmpty,
        var value => IsProse ? Cell.Text(value) : Cell.Text(value).Trim(),
    };
}
