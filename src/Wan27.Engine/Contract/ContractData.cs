using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Contract;

/// <summary>The service's facts as data: regions, models, allowed values and limits, each with its source and date.</summary>
internal sealed class ContractData
{
    private static readonly Lazy<ContractData> Embedded = new(LoadEmbedded);

    private readonly Dictionary<string, LimitEntry> _limits;
    private readonly Dictionary<string, ValuesEntry> _values;
    private readonly IReadOnlyDictionary<string, ContractData> _overlaid;
    private readonly ContractData? _official;

    private ContractData(ContractFile file, IReadOnlyList<ProviderContract> wrappers)
        : this(file)
        => _overlaid = wrappers.ToDictionary(static wrapper => wrapper.Provider.Name, wrapper => new ContractData(file, wrapper, this), StringComparer.OrdinalIgnoreCase);

    private ContractData(ContractFile file, ProviderContract own, ContractData official)
        : this(file with
        {
            Sources = new Dictionary<string, SourceEntry>(file.Sources.Concat(own.Sources), file.Sources.Comparer),
            Models = own.Models,
            Values = [.. file.Values.Where(entry => own.Values.All(mine => mine.Name != entry.Name)), .. own.Values],
            Limits = [.. file.Limits.Where(entry => own.Limits.All(mine => mine.Name != entry.Name)), .. own.Limits],

            // What a provider does not say of its bill is not known: the official rules are not its own.
            Billing = own.Billing ?? [],
        })
        => (Own, _official) = (own, official);

    private ContractData(ContractFile file)
    {
        _overlaid = new Dictionary<string, ContractData>();
        File = file;
        _limits = file.Limits.ToDictionary(static entry => entry.Name, StringComparer.OrdinalIgnoreCase);
        _values = file.Values.ToDictionary(static entry => entry.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The contract that this build was made with.</summary>
    public static ContractData Current => Embedded.Value;

    public ContractFile File { get; }

    /// <summary>The contract of the wrapper provider that these data are of; null for the official contract.</summary>
    public ProviderContract? Own { get; }

    /// <summary>The facts as they are under a provider: its own, and what it does not say as it is.</summary>
    public ContractData Of(string provider) => _overlaid.GetValueOrDefault(provider) ?? this;

    /// <summary>What a wrapper provider itself says of a limit or list; null for what only the official contract knows.</summary>
    public string? OwnSourceOf(string name)
        => Own?.Limits.FirstOrDefault(entry => entry.Name == name)?.Source ?? Own?.Values.FirstOrDefault(entry => entry.Name == name)?.Source;

    public ApiPaths Api => File.Api;

    public IReadOnlyCollection<LimitEntry> Limits => _limits.Values;

    public static ContractData Parse(Stream json)
        => new(Read(json), []);

    public LimitEntry? FindLimit(string name) => _limits.GetValueOrDefault(name);

    public LimitEntry Limit(string name)
        => _limits.GetValueOrDefault(name) ?? throw new KeyNotFoundException($"The contract data has no limit named '{name}'.");

    public ValuesEntry? FindValues(string name) => _values.GetValueOrDefault(name);

    /// <summary>What a profile may set the limit to: the limit's own range, else that of its unit.</summary>
    public LimitRange RangeOf(LimitEntry limit)
    {
        var unit = File.Units.First(unit => unit.Name == limit.Unit);
        return new LimitRange(limit.Floor ?? unit.Floor, limit.Ceiling ?? unit.Ceiling, unit.IsWhole, unit.Name);
    }

    public ValuesEntry Values(string name)
        => _values.GetValueOrDefault(name) ?? throw new KeyNotFoundException($"The contract data has no list of values named '{name}'.");

    public RegionEntry Region(WanRegion region)
        => File.Regions.First(entry => entry.Name == region.ToString());

    /// <summary>The region whose shared or workspace host this is, if it is an official one.</summary>
    public RegionEntry? RegionOfHost(string host)
        => File.Regions.FirstOrDefault(entry => entry.Owns(host));

    public IReadOnlyList<ProviderEntry> Providers => File.Providers;

    /// <summary>The provider of a profile that names none.</summary>
    public ProviderEntry MainProvider => File.Providers[0];

    public ProviderEntry? FindProvider(string name)
        => File.Providers.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));

    public RouteEntry Route(string name)
        => File.Routes.FirstOrDefault(entry => entry.Name == name) ?? throw new KeyNotFoundException($"The contract data has no route named '{name}'.");

    /// <summary>What a job of the route is billed by; null where the provider of these data does not say.</summary>
    public BillingEntry? BillingOf(string route) => File.Billing.FirstOrDefault(entry => entry.Route == route);

    public IEnumerable<ModelEntry> ModelsOf(string route)
        => File.Models.Where(model => model.Route == route);

    public ModelEntry? FindModel(string id)
        => File.Models.FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.OrdinalIgnoreCase)) ?? File.Models.FirstOrDefault(model => model.StandsFor(id));

    /// <summary>
    /// The id that goes to the provider: its own id for the official name that was asked for, and of several that stand for one name the one
    /// that takes such a job.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="name">The name or id.</param>
    /// <param name="isAsked">False for the default of the route or the profile.</param>
    /// <param name="hasMedia">Whether media are given.</param>
    public string ModelToSend(string route, string name, bool isAsked, bool hasMedia)
    {
        if (Own is null)
        {
            return name;
        }

        var named = ModelsOf(route).Where(model => model.Is(name) || model.StandsFor(name)).ToArray();
        var fitting = named.Where(model => model.Fits(hasMedia)).Concat(!isAsked && named.Any(static model => model.IsDefault) ? ModelsOf(route).Where(model => model.IsDefault && model.Fits(hasMedia)) : []);
        return (fitting.FirstOrDefault() ?? named.FirstOrDefault())?.Id ?? name;
    }

    /// <summary>True for an official name that none of these models is known to stand for.</summary>
    public bool IsOfficialNameOnly(string name) => _official?.FindModel(name) is not null && FindModel(name) is null;

    /// <summary>
    /// Says why a model id must not get a request of this module, or null. What is merely unknown may be newer than the contract data; what
    /// is known to take another body is refused (contract section 12, row 33).
    /// </summary>
    public string? RefuseModel(string id)
    {
        var name = id.Trim();
        return File.ForeignModels.FirstOrDefault(entry => name.StartsWith(entry.Prefix, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiDigit(name.ElementAtOrDefault(entry.Prefix.Length))) is { } foreign
            ? $"The model '{name}' is of {foreign.Name}, which takes another request: {foreign.Differs}. A request for Wan 2.7 must not go there."
            : null;
    }

    /// <summary>True for a route that the provider of these data carries.</summary>
    public bool Offers(string route) => Own is null || Own.Routes.Contains(route);

    public ModelEntry DefaultModel(string route)
        => ModelsOf(route).FirstOrDefault(static model => model.IsDefault) ?? _official!.DefaultModel(route);

    /// <summary>The source's title and date, for messages.</summary>
    public string Cite(string source)
        => File.Sources.TryGetValue(source, out var entry) ? $"{entry.Title} ({entry.Date})" : source;

    private static ContractData LoadEmbedded()
    {
        using var stream = Resource("contract.json");
        var file = Read(stream);
        ProviderContract[] wrappers = [.. typeof(ContractData).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("contract.", StringComparison.Ordinal) && name != "contract.json")
            .Order(StringComparer.Ordinal)
            .Select(static name =>
            {
                using var own = Resource(name);
                return JsonSerializer.Deserialize(own, ContractJson.Default.ProviderContract) ?? throw new InvalidDataException($"The table {name} is empty.");
            })];
        return new ContractData(file with { Providers = [.. file.Providers, .. wrappers.Select(static wrapper => wrapper.Provider)] }, wrappers);
    }

    private static ContractFile Read(Stream json)
        => JsonSerializer.Deserialize(json, ContractJson.Default.ContractFile) ?? throw new InvalidDataException("The contract data is empty.");

    private static Stream Resource(string name)
        => typeof(ContractData).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The engine was built without {name}.");
}

internal sealed record ContractFile(
    string Compiled,
    Dictionary<string, SourceEntry> Sources,
    ApiPaths Api,
    IReadOnlyList<ProviderEntry> Providers,
    IReadOnlyList<RegionEntry> Regions,
    IReadOnlyList<RouteEntry> Routes,
    IReadOnlyList<ModelEntry> Models,
    IReadOnlyList<ForeignModelEntry> ForeignModels,
    IReadOnlyList<ValuesEntry> Values,
    IReadOnlyList<OutputSizeEntry> OutputSizes,
    IReadOnlyList<UnitEntry> Units,
    IReadOnlyList<LimitEntry> Limits,
    IReadOnlyList<BillingEntry> Billing);

/// <summary>Where a fact comes from.</summary>
/// <param name="Title">Title of the page or list.</param>
/// <param name="Date">Its date.</param>
/// <param name="Owner">Who may change the fact: <c>service</c>, or <c>module</c> for a policy of ours.</param>
internal sealed record SourceEntry(string Title, string Date, string Owner);

internal sealed record ApiPaths(string BasePath, string ImageSync, string ImageAsync, string VideoSynthesis, string Tasks, string Uploads, string Models, string ModelLimits);

/// <summary>A route as the service and the bill see it.</summary>
/// <param name="Name">One of <see cref="WanRoutes"/>.</param>
/// <param name="Short">Prefix of its limits and lists.</param>
/// <param name="Makes"><c>picture</c> or <c>clip</c>.</param>
/// <param name="Unit">What is billed, <c>picture</c> or <c>second</c>.</param>
/// <param name="Service">Name of the path that takes its tasks.</param>
/// <param name="Source">Where that is written.</param>
/// <param name="IsTypical">True for the one route whose pace a task is followed at that is known by its id alone.</param>
internal sealed record RouteEntry(string Name, string Short, string Makes, string Unit, string Service, string Source, bool IsTypical = false)
{
    /// <summary>True for stills, false for clips.</summary>
    public bool MakesPictures => Makes == "picture";
}

/// <summary>A model of a route.</summary>
/// <param name="Id">Exactly as sent.</param>
/// <param name="Route">The route whose requests it takes.</param>
/// <param name="Family">Models of one family have the same limits.</param>
/// <param name="IsDefault">True for the one that a route has when none is asked for.</param>
/// <param name="Released">When it came out, or was first seen.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Note">What else is to be known of it.</param>
/// <param name="Officials">The official names that a wrapper provider's model stands for.</param>
/// <param name="Media"><c>some</c> for a model that needs media, <c>none</c> for one that takes none; null for one that takes both.</param>
internal sealed record ModelEntry(
    string Id, string Route, string Family, bool IsDefault, string Released, string Source, string? Note = null, IReadOnlyList<string>? Officials = null, string? Media = null)
{
    public bool Is(string id) => string.Equals(Id, id, StringComparison.OrdinalIgnoreCase);

    public bool StandsFor(string name) => Officials?.Contains(name, StringComparer.OrdinalIgnoreCase) == true;

    public bool Fits(bool hasMedia) => Media is null || hasMedia == (Media == "some");
}

/// <summary>Ids of another generation, by how they begin: they take another request body.</summary>
internal sealed record ForeignModelEntry(string Prefix, string Name, string Differs, string Source);

internal sealed record OutputSizeEntry(string Resolution, string Ratio, int Width, int Height, string Source);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContractFile))]
[JsonSerializable(typeof(ErrorFile))]
[JsonSerializable(typeof(ProviderErrorFile))]
[JsonSerializable(typeof(ProviderContract))]
internal sealed partial class ContractJson : JsonSerializerContext;
