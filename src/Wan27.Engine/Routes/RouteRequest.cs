using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes;

/// <summary>What the user asks of a route. Each route derives its own request with its own rules and its own wire body.</summary>
internal abstract record RouteRequest
{
    public abstract string Route { get; }

    public required string Model { get; init; }

    public string? Prompt { get; init; }

    public long? Seed { get; init; }

    /// <summary>Null when not asked for: then nothing is sent.</summary>
    public bool? Watermark { get; init; }

    public abstract IReadOnlyList<MediaPart> Media { get; }

    /// <summary>The texts that the user wrote, by parameter.</summary>
    protected virtual IEnumerable<(string Subject, string? Text)> Texts => [(nameof(Prompt), Prompt)];

    /// <summary>Output tier, for messages and the billed estimate.</summary>
    public abstract string ResolutionText(ContractView contract);

    /// <summary>What would be billed; exact where it depends on media that have been read.</summary>
    public abstract BilledEstimate Estimate(ContractView contract, MediaReadings? media = null);

    /// <summary>Every rule that can be checked without opening the media.</summary>
    public abstract IEnumerable<WanCheck> Check(ContractView contract);

    /// <summary>Every rule between the media, once read, and the options.</summary>
    public abstract IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract);

    /// <summary>The wire form, once every local file has a URL.</summary>
    public abstract WireRequest ToWire(ContractView contract, Func<MediaSource, string> urlOf);

    /// <summary>The request as it may be shown and stored: parameters as sent, media by path or bare URL.</summary>
    public IReadOnlyDictionary<string, object?> Describe(ContractView contract)
    {
        var plain = new SortedDictionary<string, object?>(StringComparer.Ordinal) { ["model"] = Model };
        var body = ToWire(contract, static source => source.Display).Body;
        if (Prompt is not null)
        {
            plain["prompt"] = Prompt;
        }

        foreach (var (name, value) in body["parameters"]!.AsObject())
        {
            plain[name] = Plain(value);
        }

        if (body["input"]!["negative_prompt"] is { } negative)
        {
            plain["negative_prompt"] = Plain(negative);
        }

        if (Media.Count > 0)
        {
            plain["media"] = Media.Select(static part => $"{part.Type}={part.Source.Display}").ToArray();
        }

        return plain;
    }

    /// <summary>
    /// What tells two requests apart: parameters, prompt, and for local files their content, so that a changed file under the same name is
    /// another request and a moved one is not.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Identify(ContractView contract)
    {
        var identity = new Dictionary<string, object?>(Describe(contract));
        if (Media.Count > 0)
        {
            identity["media"] = Media.Select(static part => $"{part.Type}={part.Source.Identity}").ToArray();
        }

        return identity;
    }

    protected IEnumerable<WanCheck> CheckCommon(ContractView contract)
    {
        var check = new OptionChecks(contract);
        if (contract.Data.FindModel(Model) is not { } model)
        {
            // The catalogue changes often; an id that is not listed may exist, and the service refuses unknown ones before it bills.
            yield return check.Warn("model", "Model", Model, $"The model id '{Model}' is not in the contract data for this route.",
                $"Known ids: {string.Join(", ", contract.Data.ModelsOf(Route).Select(static entry => entry.Id))}.");
        }
        else if (model.Route != Route)
        {
            yield return check.Fail("model", "Model", Model, $"The model '{model.Id}' belongs to the route {model.Route}, not to {Route}.",
                $"Use one of: {string.Join(", ", contract.Data.ModelsOf(Route).Select(static entry => entry.Id))}.");
        }

        foreach (var finding in Texts.Select(text => check.Unreadable(text.Subject, text.Text)).OfType<WanCheck>())
        {
            yield return finding;
        }

        if (Seed is { } seed)
        {
            yield return check.Range("seed", "Seed", seed, "seed.min", "seed.max");
        }

        foreach (var finding in Media.SelectMany(part => MediaForm.Check(part, contract)))
        {
            yield return finding;
        }
    }

    protected JsonObject CommonParameters(JsonObject parameters)
    {
        if (Watermark is { } watermark)
        {
            parameters["watermark"] = watermark;
        }

        if (Seed is { } seed)
        {
            parameters["seed"] = seed;
        }

        return parameters;
    }

    /// <summary>Media by type and URL, as the video routes want it.</summary>
    protected JsonArray MediaArray(Func<MediaSource, string> urlOf)
        => new([.. Media.Select(part => new JsonObject { ["type"] = part.Type, ["url"] = urlOf(part.Source) })]);

    protected WireRequest Wire(string path, bool isAsync, JsonObject input, JsonObject parameters, Func<MediaSource, string> urlOf)
        => new(
            path,
            isAsync,
            new JsonObject { ["model"] = Model, ["input"] = input, ["parameters"] = parameters },
            Media.Any(part => urlOf(part.Source).StartsWith("oss://", StringComparison.OrdinalIgnoreCase)));

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        null => null,
        _ => node.ToJsonString(),
    };
}
