namespace Wan27.Emulator.Facades;

/// <summary>What a field of a body holds.</summary>
internal enum FieldType
{
    Text,

    /// <summary>A JSON number without a fraction; digits in quotes are none.</summary>
    Whole,

    Flag,

    /// <summary>A text that names a file.</summary>
    Url,

    Urls,

    /// <summary>Something that its route looks at by itself.</summary>
    Any,
}
