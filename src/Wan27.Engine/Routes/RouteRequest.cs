using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>What the user asks of a route. Each route derives its own request with its own rules; how it goes over the wire is its provider's.</summary>
internal abstract record RouteRequest
{
    public abstract string Route { get; }

    public required string Model { get; init; }

    /// <summary>False when the model is only the default of profile or route, which may change while the job stays the same.</summary>
    public bool IsModelAsked { get; init; } = true;

    /// <summary>The model as it was named, where the provider has another id for it.</summary>
    public string? NamedModel { get; init; }

    public string? Prompt { get; init; }

    public long? Seed { get; init; }

    /// <summary>Null when not asked for: then nothing is sent.</summary>
    public bool? Watermark { get; init; }

    public abstract IReadOnlyList<MediaPart> Media { get; }

    /// <summary>The same request with other sources in the places of its own.</summary>
    public abstract RouteRequest With(Func<MediaSource, MediaSource> source);

    /// <summary>The texts that the user wrote, by parameter.</summary>
    protected virtual IEnumerable<(string Subject, string? Text)> Texts => [(nameof(Prompt), Prompt)];

    /// <summary>Output tier, for messages and the billed estimate.</summary>
    public abstract string ResolutionText(ContractView contract);

    /// <summary>What would be billed; exact where it depends on media that have been read.</summary>
    public abstract BilledEstimate Estimate(ContractView contract, MediaReadings? media = null);

    /// <summary>What the route is given and makes, as far as it is known before the submit.</summary>
    public abstract BilledParts Parts(ContractView contract, MediaReadings? media = null);

    /// <summary>What will be billed by the rules of the contract's provider.</summary>
    public BilledForecast Forecast(ContractView contract, MediaReadings? media = null)
        => BilledForecast.Of(Parts(contract, media), Estimate(contract, media), ResolutionText(contract), Route, contract);

    /// <summary>What the result will be, as far as the request alone says it.</summary>
    public abstract ExpectedResult Expect(ContractView contract);

    /// <summary>Every rule that can be checked without opening the media.</summary>
    public abstract IEnumerable<WanCheck> Check(ContractView contract);

    /// <summary>Every rule between the media, once read, and the options.</summary>
    public abstract IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract);

    /// <summary>
    /// The options that the user asked for, under the names that journal and sidecars have had from their first layout. A provider may call
    /// them otherwise, and its names never show here.
    /// </summary>
    protected abstract IEnumerable<KeyValuePair<string, object?>> Options { get; }

    /// <summary>What is sent although nobody asked for it, because a default would cost money by surprise.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object?>> Always(ContractView contract) => [];

    /// <summary>The request as it may be shown and stored: options, texts, media by path or bare URL.</summary>
    public IReadOnlyDictionary<string, object?> Describe(ContractView contract)
    {
        var plain = Asked(static source => source.Display);
        plain["model"] = Model;
        foreach (var (name, value) in Always(contract))
        {
            plain.TryAdd(name, value);
        }

        return plain;
    }

    /// <summary>What the user asked for, by name; media as the given function names them.</summary>
    private SortedDictionary<string, object?> Asked(Func<MediaSource, string> nameOf)
    {
        var plain = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Options)
        {
            plain[name] = value;
        }

        Add("prompt", Prompt);
        Add("watermark", Watermark);
        Add("seed", Seed);
        if (Media.Count > 0)
        {
            plain["media"] = Media.Select(part => $"{part.Type}={nameOf(part.Source)}").ToArray();
        }

        return plain;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                plain[name] = value;
            }
        }
    }

    /// <summary>The options that were asked for, by the names of their parameters; media as a list.</summary>
    public IReadOnlyDictionary<string, object?> AskedOptions
    {
        get
        {
            var asked = Asked(static source => source.Display);
            var options = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var option in RouteCatalogue.Find(Route)?.Options ?? [])
            {
                var media = option.Role is null ? [] : Media.Where(part => part.Type == option.Word).Select(static part => part.Source.Display).ToArray();
                if (media.Length > 0)
                {
                    options[option.Name] = media;
                }
                else if (option.Role is null && asked.TryGetValue(option.Word, out var value))
                {
                    options[option.Name] = value;
                }
            }

            return options;
        }
    }

    /// <summary>The same request with the model id that goes to the provider of a contract.</summary>
    public RouteRequest For(ContractView contract)
        => contract.Data.ModelToSend(Route, Model, IsModelAsked, Media.Count > 0) is var id && id == Model ? this : this with { Model = id, NamedModel = NamedModel ?? Model };

    /// <summary>
    /// What the user asked for and nothing else, for local files by their content: a changed file under the same name is another request
    /// and a moved one is not.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AskedByContent => Asked(static source => source.Identity);

    protected IEnumerable<WanCheck> CheckCommon(ContractView contract)
    {
        var check = new OptionChecks(contract);
        if (contract.Data.RefuseModel(Model) is { } reason)
        {
            yield return check.Fail("model", "Model", Model, reason, $"Use one of: {string.Join(", ", contract.Data.ModelsOf(Route).Select(static entry => entry.Id))}.");
        }
        else if (contract.Data.FindModel(Model) is not { } model)
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

        foreach (var finding in Texts.Select(static text => MisreadText.Check(text.Subject, text.Text)).OfType<WanCheck>())
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

    /// <summary>What stands in the place of a source, where there is one.</summary>
    protected static MediaSource? Other(MediaSource? source, Func<MediaSource, MediaSource> other) => source is null ? null : other(source);

    /// <summary>An option by its name, left out when it was not asked for.</summary>
    protected static IEnumerable<KeyValuePair<string, object?>> Named(params (string Name, object? Value)[] options)
        => options.Where(static option => option.Value is not null).Select(static option => KeyValuePair.Create(option.Name, option.Value));
}
