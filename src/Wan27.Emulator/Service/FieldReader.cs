using System.Text.Json;

namespace Wan27.Emulator.Service;

/// <summary>
/// Reads the fields of one JSON object. A field of the wrong type is refused; a field that nobody asked for is named as unknown,
/// because the service lets it pass.
/// </summary>
internal sealed class FieldReader
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly ICollection<string> _unknown;
    private readonly HashSet<string> _asked = [];

    public FieldReader(JsonElement value, string path, ICollection<string> unknown)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ServiceRefusal.Malformed();
        }

        _object = value;
        _path = path;
        _unknown = unknown;
    }

    public JsonElement? Any(string name)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name)
        => Any(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Wrong(name, "a string");

    public bool? Flag(string name)
        => Any(name) is not { } value ? null
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw Wrong(name, "a boolean");

    public int? Whole(string name)
        => Any(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : throw Wrong(name, "an integer");

    public IReadOnlyList<JsonElement>? List(string name)
        => Any(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
            : throw Wrong(name, "an array");

    public string? OneOf(string name, IReadOnlyList<string> values)
        => Text(name) is not { } text ? null
            : values.Contains(text) ? text
            : throw Wrong(name, "one of " + string.Join(", ", values));

    public int? Between(string name, int min, int max, int? also = null)
        => Whole(name) is not { } number ? null
            : number == also || (number >= min && number <= max) ? number
            : throw Wrong(name, $"an integer from {min} to {max}");

    /// <summary>An object; an absent one is read as empty.</summary>
    public FieldReader Child(string name)
        => Any(name) is { } value ? new(value, PathOf(name), _unknown) : new(EmptyObject, PathOf(name), _unknown);

    public FieldReader Item(string name, int index, JsonElement item) => new(item, $"{PathOf(name)}[{index}]", _unknown);

    public ServiceRefusal Required(string name) => ServiceRefusal.Required(PathOf(name));

    public ServiceRefusal Wrong(string name, string expected)
        => ServiceRefusal.Parameter($"The parameter '{PathOf(name)}' must be {expected}.");

    /// <summary>Names every field that was not asked for.</summary>
    public void NameTheRest()
    {
        foreach (var property in _object.EnumerateObject().Where(property => !_asked.Contains(property.Name)))
        {
            _unknown.Add(PathOf(property.Name));
        }
    }

    private static JsonElement EmptyObject { get; } = JsonDocument.Parse("{}").RootElement.Clone();

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
