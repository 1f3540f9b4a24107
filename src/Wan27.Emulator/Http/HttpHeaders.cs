namespace Wan27.Emulator.Http;

/// <summary>Header fields in the order they came, looked up without regard to case.</summary>
internal sealed class HttpHeaders
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    public string? this[string name]
        => _fields.Find(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public void Add(string name, string value) => _fields.Add(new(name, value));

    public void Set(string name, string value)
    {
        _fields.RemoveAll(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase));
        Add(name, value);
    }

    public bool Has(string name, string token)
        => this[name]?.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase) ?? false;
}
