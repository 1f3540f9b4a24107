using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>What each provider offers, route by route and option by option: the data by which requests are judged, as rows.</summary>
internal static class ProviderOffers
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>The rows of a provider in the order of its routes; a route that it does not carry is one row.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="data">The contract of this build.</param>
    /// <param name="routes">The routes that are asked for.</param>
    public static IEnumerable<WanProviderOption> Of(ProviderEntry provider, ContractData data, IReadOnlyList<RouteDescriptor> routes)
    {
        var contract = new ContractView(data.Of(provider.Name));
        return routes.SelectMany(route => contract.Data.Own is { } own ? OfWrapper(own, contract, route) : OfOfficial(provider, contract, route));
    }

    private static IEnumerable<WanProviderOption> OfOfficial(ProviderEntry provider, ContractView contract, RouteDescriptor route)
    {
        string[] models = [.. contract.Data.ModelsOf(route.Name).Select(static model => model.Id)];
        return route.Options.Select(option => Row(provider, contract, route, contract.Data.Route(route.Name).Source) with
        {
            Models = models,
            Option = option.Name,
            Field = option.Role is null ? option.Word : $"media {option.Word}",
            IsOffered = true,
            IsRequired = option.Name == "Prompt" ? route.NeedsPrompt : option.Name == "Video",
            Allowed = Allowed(option, null, contract),
            Default = DefaultOf(option, contract),
        });
    }

    private static IEnumerable<WanProviderOption> OfWrapper(ProviderContract own, ContractView contract, RouteDescriptor route)
    {
        var forms = own.Forms.Where(form => form.Route == route.Name).ToArray();
        return forms.Length == 0
            ? [Row(own.Provider, contract, route, own.Provider.Source) with { Note = $"It offers {string.Join(", ", own.Routes)}." }]
            : forms.SelectMany(form => route.Options.Select(option => Of(own, form, option, contract, route)));
    }

    private static WanProviderOption Of(ProviderContract own, RouteForm form, RouteOption option, ContractView contract, RouteDescriptor route)
    {
        var row = Row(own.Provider, contract, route, form.Source) with { Models = form.Models, Option = option.Name };
        return form.Find(option.Name) is not { } field
            ? row with { Note = form.Always?.GetValueOrDefault(option.Name) is { } always ? $"always {always}" : null }
            : Dated(row, field.Source ?? form.Source, contract) with
            {
                Field = field.Wire,
                IsOffered = true,
                IsRequired = field.Required,
                Allowed = Allowed(option, field, contract),
                Default = field.Default ?? DefaultOf(option, contract),
                Note = string.Join("; ", new[] { field.Note }.Concat((field.Refuses ?? new Dictionary<string, string>()).Select(static refused => $"not {refused.Key}")).OfType<string>()) is { Length: > 0 } note ? note : null,
            };
    }

    private static WanProviderOption Row(ProviderEntry provider, ContractView contract, RouteDescriptor route, string source) => Dated(
        new WanProviderOption { Provider = provider.Name, Owner = provider.Owner, Contract = provider.Contract, Route = route.Name, Source = source, Date = string.Empty }, source, contract);

    private static WanProviderOption Dated(WanProviderOption row, string source, ContractView contract)
        => contract.Data.File.Sources.TryGetValue(source, out var entry) ? row with { Source = entry.Title, Date = entry.Date } : row;

    private static string? DefaultOf(RouteOption option, ContractView contract)
        => option.Values is { } list ? contract.Data.FindValues(list)?.Default : option.Default is { } limit ? Number(contract.Number(limit)) : null;

    private static string? Allowed(RouteOption option, FieldEntry? field, ContractView contract)
    {
        string?[] parts =
        [
            option.Values is { } list ? string.Join(", ", contract.Values(list)) : null,
            option.Values == "image.size.tiers" ? "or width*height" : null,
            option.Role is { } role ? Media(role, contract) : null,
            field?.Slots is { } slots ? $"at most {Number(slots)}" : null,
            Range(option, field, contract),
        ];
        var text = string.Join("; ", parts.OfType<string>());
        return text.Length > 0 ? text : null;
    }

    private static string? Range(RouteOption option, FieldEntry? field, ContractView contract)
    {
        var max = field?.Max ?? (option.Max is { } most ? contract.Number(most) : null);
        var min = field?.Min ?? (option.Min is { } least ? contract.Number(least) : null);
        if (max is not { } to || field?.Slots is not null)
        {
            return null;
        }

        var unit = option.Max is { } limit ? $" {contract.Data.Limit(limit).Unit}" : string.Empty;
        return min is { } from ? $"{Number(from)} to {Number(to)}{(unit == " seed" ? string.Empty : unit)}" : $"at most {Number(to)}{unit}";
    }

    private static string Media(MediaRole role, ContractView contract)
    {
        var text = $"{string.Join(", ", contract.Values(role.FormatsRule))} up to {Number(Math.Round(contract.Number(role.BytesRule) / Megabyte, 1))} MB";
        return role.HasLength ? $"{text}, {Number(contract.Number(role.SecondsMinimumRule))} to {Number(contract.Number(role.SecondsMaximumRule))} s" : text;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
