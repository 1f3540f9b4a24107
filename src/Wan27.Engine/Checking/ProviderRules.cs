using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>
/// What a provider with a contract of its own does not offer, or asks for besides: from its data alone, which say what each of its models
/// takes. Nothing that was asked for is left out in silence.
/// </summary>
internal static class ProviderRules
{
    /// <summary>Name of the rule about the route itself.</summary>
    public const string Route = "route";

    /// <summary>Everything found; nothing under the official contract.</summary>
    public static IReadOnlyList<WanCheck> Check(RouteRequest request, ContractView contract)
        => contract.Data.Own is { } own ? [.. Unsendable(request, contract), .. own.FormOf(request.Route, request.Model) is { } form ? Bounds(request, form, own, contract) : []] : [];

    /// <summary>What the provider's requests have no room for: it cannot be sent, even where the checks are skipped.</summary>
    public static IReadOnlyList<WanCheck> Unsendable(RouteRequest request, ContractView contract)
    {
        if (contract.Data.Own is not { } own)
        {
            return [];
        }

        var check = new OptionChecks(contract);
        return own.FormOf(request.Route, request.Model) is not { } form
            ? [check.Fail(Route, "Route", request.Route, $"{own.Provider.Owner} does not offer the route {request.Route}; it offers {string.Join(", ", own.Routes)}.",
                $"Use a profile of another provider: Get-WanProvider -Route {request.Route} shows who offers it.", string.Join(", ", own.Routes), contract.Data.Cite(own.Provider.Source))]
            : [.. Model(request, own, contract, check), .. Options(request, form, own, contract, check), .. Size(request, form, own, contract, check), .. Media(request, own, contract, check)];
    }

    /// <summary>The provider's findings beside those of the route, which they replace where both judge the same.</summary>
    public static IEnumerable<WanCheck> Join(IReadOnlyList<WanCheck> own, IEnumerable<WanCheck> route)
        => own.Any(static check => check.Rule == Route)
            ? own
            : [.. own, .. route.Where(check => !own.Any(mine => mine.Rule == check.Rule && mine.Subject == check.Subject))];

    private static IEnumerable<WanCheck> Model(RouteRequest request, ProviderContract own, ContractView contract, OptionChecks check)
    {
        var known = contract.Data.ModelsOf(request.Route).ToArray();
        if (contract.Data.IsOfficialNameOnly(request.Model))
        {
            yield return check.Fail("model", "Model", request.Model, $"{own.Provider.Owner} does not say that a model of its own is '{request.Model}'.",
                $"Use one of: {string.Join(", ", known.SelectMany(static model => (model.Officials ?? []).Append(model.Id)).Distinct())}.", null, contract.Data.Cite(own.Provider.Source));
        }
        else if (known.FirstOrDefault(model => model.Is(request.Model)) is { } model && !model.Fits(request.Media.Count > 0))
        {
            var other = known.FirstOrDefault(candidate => candidate.Family == model.Family && candidate.Fits(request.Media.Count > 0));
            yield return check.Fail("model", "Model", request.Model, $"The model '{model.Id}' of {own.Provider.Owner} {(request.Media.Count > 0 ? "takes no media" : "needs media")}.",
                other is null ? "Use another model." : $"Use {other.Id}.", null, contract.Data.Cite(model.Source));
        }
    }

    private static IEnumerable<WanCheck> Options(RouteRequest request, RouteForm form, ProviderContract own, ContractView contract, OptionChecks check)
    {
        foreach (var (option, value) in request.AskedOptions)
        {
            var rule = RuleOf(request, option);
            var text = TextOf(value);
            if (form.Find(option) is not { } field)
            {
                if (form.Always?.GetValueOrDefault(option) is { } always && string.Equals(always, text, StringComparison.OrdinalIgnoreCase))
                {
                    yield return check.Pass(rule, option, text, null, $"{own.Provider.Owner} does so always.", contract.Data.Cite(form.Source));
                    continue;
                }

                yield return check.Fail(rule, option, text, $"{own.Provider.Owner} does not offer {option} with {request.Model}.",
                    $"Leave out -{option}. It offers {string.Join(", ", form.Fields.Select(static offered => offered.Option))}; source: {contract.Data.Cite(form.Source)}.", "not offered", contract.Data.Cite(form.Source));
                continue;
            }

            if (field.Refuses?.GetValueOrDefault(text) is { } instead)
            {
                yield return check.Fail(rule, option, text, $"{own.Provider.Owner} does not take {text} for {option} with {request.Model}.", instead, null, contract.Data.Cite(field.Source ?? form.Source));
            }

            if (value is IReadOnlyCollection<string> media && field.Slots is { } slots && media.Count > slots)
            {
                var limit = RouteCatalogue.Find(request.Route)!.Options.First(candidate => candidate.Name == option).Max ?? rule;
                yield return check.Fail(limit, option, Number(media.Count), $"{Counted.Of(media.Count, "file")} were given for {option}; {own.Provider.Owner} takes {slots} with {request.Model}.",
                    $"Leave out {media.Count - slots}.", Number(slots), contract.Data.Cite(field.Source ?? form.Source));
            }
        }
    }

    /// <summary>A pair of tier and shape that the provider has no size for. Each is judged alone by the route's own lists.</summary>
    private static IEnumerable<WanCheck> Size(RouteRequest request, RouteForm form, ProviderContract own, ContractView contract, OptionChecks check)
    {
        if (AskedSize.Of(request, contract) is not { IsAsked: true } asked)
        {
            yield break;
        }

        var sizes = string.Join(", ", form.Sizes!.Select(static entry => $"{entry.Size} ({entry.Resolution} {entry.Ratio})"));
        var (rule, pair) = ($"{RouteCatalogue.Find(request.Route)!.ShortName}.size", $"{asked.Resolution} {asked.Ratio}");
        yield return asked.Size is { } size
            ? check.Pass(rule, "Resolution and Ratio", pair, sizes, $"{own.Provider.Owner} makes {pair} as {size}.", contract.Data.Cite(form.Source))
            : check.Fail(rule, "Resolution and Ratio", pair, $"{own.Provider.Owner} takes a size in place of Resolution and Ratio, and has none for {pair}.", $"Use one of: {sizes}.", sizes, contract.Data.Cite(form.Source));
    }

    private static IEnumerable<WanCheck> Media(RouteRequest request, ProviderContract own, ContractView contract, OptionChecks check)
    {
        var provider = own.Provider;
        foreach (var part in request.Media.DistinctBy(static part => part.Source))
        {
            var subject = $"{part.Type} {part.Source.Display}";
            var rule = $"{part.Rules}.url";
            if (part.Source.IsLocal && !contract.TakesFiles)
            {
                yield return check.Fail(rule, subject, "local file", $"{provider.Owner} takes no uploads, and {part.Type} is a local file.",
                    "Give an https:// URL, or name a store of yours that inputs go through: Set-WanProfile -UploadStore.", "https:// URL", contract.Data.Cite(provider.Source));
            }
            else if (part.Source.IsDataUri && provider.DataUriBytes is { } most && part.Source.Url!.Length > most)
            {
                yield return check.Fail(rule, subject, $"{Number(part.Source.Url.Length)} bytes",
                    most == 0 ? $"{provider.Owner} is not known to take data URIs." : $"The data URI has {Number(part.Source.Url.Length)} bytes; {provider.Owner} takes {Number(most)}.",
                    contract.TakesFiles ? "Give a local path, which is uploaded, or a URL." : "Give an https:// URL.", most == 0 ? "URL" : $"{Number(most)} bytes", contract.Data.Cite(provider.Source));
            }
            else if (part.Source.IsHeldByProvider && !provider.InputSchemes.Any(scheme => part.Source.Url!.StartsWith($"{scheme}://", StringComparison.OrdinalIgnoreCase)))
            {
                yield return check.Fail(rule, subject, part.Source.Display, $"{part.Source.Display} is held by another provider; {provider.Owner} cannot fetch it.",
                    contract.TakesFiles ? "Give a local path, which is uploaded, or an https:// URL." : "Give an https:// URL.", "https:// URL", contract.Data.Cite(provider.Source));
            }
        }
    }

    private static IEnumerable<WanCheck> Bounds(RouteRequest request, RouteForm form, ProviderContract own, ContractView contract)
    {
        var check = new OptionChecks(contract);
        var asked = request.AskedOptions;
        foreach (var field in form.Fields)
        {
            var source = contract.Data.Cite(field.Source ?? form.Source);
            var rule = RuleOf(request, field.Option);
            var isGiven = asked.TryGetValue(field.Option, out var value) && !string.IsNullOrWhiteSpace(TextOf(value));
            if (field.Required && !isGiven)
            {
                yield return check.Fail(rule, field.Option, field.Option == "Prompt" ? "empty" : "none", $"{own.Provider.Owner} needs {field.Option} with {request.Model}.", $"Give -{field.Option}.", "required", source);
            }
            else if (isGiven && double.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && (number < field.Min || number > field.Max))
            {
                var allowed = (field.Min, field.Max) switch
                {
                    ({ } min, { } max) => $"{OptionChecks.Text(min)} to {OptionChecks.Text(max)}",
                    ({ } min, null) => $"at least {OptionChecks.Text(min)}",
                    (_, var max) => $"at most {OptionChecks.Text(max!.Value)}",
                };
                yield return check.Fail(rule, field.Option, OptionChecks.Text(number), $"{field.Option} is {OptionChecks.Text(number)}; {own.Provider.Owner} takes {allowed} with {request.Model}.", $"Give {allowed}.", allowed, source);
            }
        }
    }

    private static string RuleOf(RouteRequest request, string option)
        => $"{RouteCatalogue.Find(request.Route)!.ShortName}.{char.ToLowerInvariant(option[0])}{option[1..]}";

    private static string TextOf(object? value) => value switch
    {
        IReadOnlyCollection<string> media => string.Join(", ", media),
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
