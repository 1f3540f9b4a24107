namespace Wan27.Emulator.Facades;

/// <summary>One field that a provider's page names, with its bounds.</summary>
internal sealed record FieldRule(string Name, FieldType Type)
{
    public bool IsRequired { get; init; }

    /// <summary>Least value of a number, or least count of a list.</summary>
    public int? Min { get; init; }

    /// <summary>Largest value of a number, or largest count of a list.</summary>
    public int? Max { get; init; }

    /// <summary>A single value outside of the range.</summary>
    public int? Also { get; init; }

    public int? MaxCharacters { get; init; }

    /// <summary>The words that are allowed; none for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public static FieldRule Text(string name, int? max = null, bool required = false) => new(name, FieldType.Text) { MaxCharacters = max, IsRequired = required };

    public static FieldRule Word(string name, params IReadOnlyList<string> words) => new(name, FieldType.Text) { Words = words };

    public static FieldRule Whole(string name, int min, int max, int? also = null) => new(name, FieldType.Whole) { Min = min, Max = max, Also = also };

    public static FieldRule Flag(string name) => new(name, FieldType.Flag);

    public static FieldRule Url(string name, bool required = false) => new(name, FieldType.Url) { IsRequired = required };

    public static FieldRule Urls(string name, int max, int min = 0, bool required = false) => new(name, FieldType.Urls) { Min = min, Max = max, IsRequired = required };
}
