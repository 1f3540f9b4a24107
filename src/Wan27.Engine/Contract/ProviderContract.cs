namespace Wan27.Engine.Contract;

/// <summary>
/// The contract of a provider that carries the routes under terms of its own: <c>contract.json</c> in its folder. What it says replaces
/// what the official contract says under the same name; what it does not say is not known, and the limits of the models themselves hold.
/// </summary>
/// <param name="Provider">Who it is, and what a profile needs.</param>
/// <param name="Sources">Where its facts come from.</param>
/// <param name="Models">Its model ids, each with the official names that it stands for.</param>
/// <param name="Forms">What its models take, one entry for all that take the same.</param>
/// <param name="Values">Lists of its own.</param>
/// <param name="Limits">Numbers of its own.</param>
/// <param name="Billing">What it says of its bill, route by route; what it does not say of it is not known.</param>
internal sealed record ProviderContract(
    ProviderEntry Provider, Dictionary<string, SourceEntry> Sources, IReadOnlyList<ModelEntry> Models, IReadOnlyList<RouteForm> Forms,
    IReadOnlyList<ValuesEntry> Values, IReadOnlyList<LimitEntry> Limits, IReadOnlyList<BillingEntry>? Billing = null)
{
    /// <summary>The routes that it offers, in the order of its forms.</summary>
    public IEnumerable<string> Routes => Forms.Select(static form => form.Route).Distinct();

    /// <summary>What a model takes; for a model that is not listed, what the route's first one takes. Null for a route that is not offered.</summary>
    public RouteForm? FormOf(string route, string model)
        => Forms.FirstOrDefault(form => form.Route == route && form.Models.Contains(model, StringComparer.OrdinalIgnoreCase)) ?? Forms.FirstOrDefault(form => form.Route == route);
}

/// <summary>What models of a route take.</summary>
/// <param name="Route">One of <see cref="WanRoutes"/>.</param>
/// <param name="Models">Ids of the models.</param>
/// <param name="Source">Where that is written.</param>
/// <param name="Fields">The options that can be asked for.</param>
/// <param name="Always">Options that cannot be asked for, with what the provider does all the same: whoever asks for just that is served.</param>
/// <param name="Unsent">Fields of the provider that this module leaves alone.</param>
/// <param name="Sizes">The sizes that stand for pairs of tier and shape; null where those are sent as they are.</param>
/// <param name="ReferenceWord">What prompts call the references by, counted over all of them; null where they have the official names.</param>
internal sealed record RouteForm(
    string Route, IReadOnlyList<string> Models, string Source, IReadOnlyList<FieldEntry> Fields, IReadOnlyDictionary<string, string>? Always = null, IReadOnlyList<string>? Unsent = null,
    IReadOnlyList<SizeEntry>? Sizes = null, string? ReferenceWord = null)
{
    public FieldEntry? Find(string option) => Fields.FirstOrDefault(field => string.Equals(field.Option, option, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A size that stands for a tier and a shape.</summary>
internal sealed record SizeEntry(string Resolution, string Ratio, string Size);

/// <summary>An option as a provider takes it.</summary>
/// <param name="Option">The option, by the name of its parameter.</param>
/// <param name="Wire">The provider's name for it, for whoever reads exchanges.</param>
/// <param name="Type">What is sent: <c>string</c>, <c>integer</c>, <c>boolean</c>, <c>url</c>, <c>urls</c> or another JSON type.</param>
/// <param name="Required">True where the provider refuses a job without it.</param>
/// <param name="Default">What the provider takes where it is left out.</param>
/// <param name="Min">The least, where that is not the route's limit.</param>
/// <param name="Max">The most, where that is not the route's limit.</param>
/// <param name="Slots">How many media it has room for; null where only the route's limit counts.</param>
/// <param name="Refuses">Values that the official contract has and this provider does not, each with what to do instead.</param>
/// <param name="Source">Where that is written, where that is not the form's source.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record FieldEntry(
    string Option, string Wire, string Type, bool Required = false, string? Default = null, double? Min = null, double? Max = null, int? Slots = null,
    IReadOnlyDictionary<string, string>? Refuses = null, string? Source = null, string? Note = null);
