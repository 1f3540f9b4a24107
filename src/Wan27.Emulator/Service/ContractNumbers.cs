using System.Text.Json;

namespace Wan27.Emulator.Service;

/// <summary>The contract data as the emulator reads it: on its own, so that a fault in the engine's reader cannot hide.</summary>
internal sealed class ContractNumbers
{
    private static readonly Lazy<ContractNumbers> Embedded = new(Load);

    private readonly Dictionary<string, double> _limits;
    private readonly Dictionary<string, double> _ceilings;
    private readonly Dictionary<string, (string[] Values, string? Default)> _values;
    private readonly Dictionary<(string Resolution, string Ratio), (int Width, int Height)> _sizes;
    private readonly Dictionary<string, string> _regions;
    private readonly ILookup<string, string> _routes;
    private readonly JsonElement _api;

    private ContractNumbers(JsonElement root)
    {
        var limits = root.GetProperty("limits").EnumerateArray().ToList();
        _limits = limits.ToDictionary(Name, static limit => limit.GetProperty("value").GetDouble());
        _ceilings = limits.Where(static limit => limit.TryGetProperty("ceiling", out _))
            .ToDictionary(Name, static limit => limit.GetProperty("ceiling").GetDouble());
        _values = root.GetProperty("values").EnumerateArray().ToDictionary(
            Name,
            static entry => (
                entry.GetProperty("values").EnumerateArray().Select(static value => value.GetString()!).ToArray(),
                entry.TryGetProperty("default", out var value) ? value.GetString() : null));
        _sizes = root.GetProperty("outputSizes").EnumerateArray().ToDictionary(
            static size => (size.GetProperty("resolution").GetString()!, size.GetProperty("ratio").GetString()!),
            static size => (size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32()));
        _regions = root.GetProperty("regions").EnumerateArray().ToDictionary(Name, static region => region.GetProperty("id").GetString()!);
        Models = root.GetProperty("models").EnumerateArray().ToDictionary(
            static model => model.GetProperty("id").GetString()!,
            static model => new ContractModel(
                model.GetProperty("id").GetString()!, model.GetProperty("route").GetString()!, model.GetProperty("family").GetString()!, model.GetProperty("released").GetString()!));
        _routes = root.GetProperty("routes").EnumerateArray().ToLookup(static route => route.GetProperty("service").GetString()!, Name);
        _api = root.GetProperty("api").Clone();
    }

    public static ContractNumbers Current => Embedded.Value;

    public IReadOnlyDictionary<string, ContractModel> Models { get; }

    /// <summary>The routes whose tasks a path takes.</summary>
    public IEnumerable<string> RoutesOf(string service) => _routes[service];

    public IEnumerable<(int Width, int Height)> OutputSizes(string resolution)
        => _sizes.Where(size => size.Key.Resolution == resolution).Select(static size => size.Value);

    public double Number(string name) => _limits[name];

    public int Int(string name) => (int)_limits[name];

    public long Long(string name) => (long)_limits[name];

    /// <summary>The official ceiling where the project's own default is lower.</summary>
    public int Ceiling(string name) => (int)_ceilings.GetValueOrDefault(name, _limits[name]);

    public IReadOnlyList<string> Values(string name) => _values[name].Values;

    public string? Default(string name) => _values[name].Default;

    public (int Width, int Height) OutputSize(string resolution, string ratio) => _sizes[(resolution, ratio)];

    public string RegionId(WanRegion region) => _regions[region.ToString()];

    /// <summary>A path below the host.</summary>
    public string ApiPath(string name) => _api.GetProperty("basePath").GetString() + _api.GetProperty(name).GetString();

    public string BasePath => _api.GetProperty("basePath").GetString()!;

    private static string Name(JsonElement entry) => entry.GetProperty("name").GetString()!;

    private static ContractNumbers Load()
    {
        using var stream = typeof(ContractNumbers).Assembly.GetManifestResourceStream("contract.json")
            ?? throw new InvalidOperationException("The emulator was built without its contract data.");
        using var document = JsonDocument.Parse(stream);
        return new(document.RootElement);
    }
}

/// <summary>One model id of the contract.</summary>
internal sealed record ContractModel(string Id, string Route, string Family, string Released);
