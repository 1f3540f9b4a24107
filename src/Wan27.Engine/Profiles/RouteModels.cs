using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>The models that a profile has for routes, in place of their main models.</summary>
internal static class RouteModels
{
    /// <summary>Checks what the user gave; null when the table is empty, which takes the models back.</summary>
    public static IReadOnlyDictionary<string, string>? Normalize(IReadOnlyDictionary<string, string> models, ContractData contract)
    {
        var checkedModels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, model) in models)
        {
            var route = WanRoutes.All.FirstOrDefault(known => known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? throw RouteErrors.ModelRefusedOfNoRoute(name, string.Join(", ", WanRoutes.All));
            var id = model.Trim();
            if (id.Length == 0 || id.Any(char.IsWhiteSpace))
            {
                throw RouteErrors.ModelRefusedOfNoId(route, model, Known(route, contract));
            }

            if (contract.RefuseModel(id) is { } reason)
            {
                throw RouteErrors.ModelRefused(reason, Known(route, contract));
            }

            // An id that the contract does not know may be newer than this module; one that it knows for another route is a mistake.
            if (contract.FindModel(id) is { } known && known.Route != route)
            {
                throw RouteErrors.ModelRefusedOfOtherRoute(id, known.Route, route, Known(route, contract));
            }

            checkedModels[route] = id;
        }

        return checkedModels.Count == 0 ? null : checkedModels;
    }

    /// <summary>Refuses a model whose requests are not this module's.</summary>
    /// <exception cref="WanException"><c>Wan.Route.ModelRefused</c>.</exception>
    public static void RefuseForeign(string model, ContractData contract)
    {
        if (contract.RefuseModel(model) is { } reason)
        {
            throw RouteErrors.ModelRefused(reason, string.Join(", ", contract.File.Models.Select(static known => known.Id)));
        }
    }

    private static string Known(string route, ContractData contract)
        => string.Join(", ", contract.ModelsOf(route).Select(static model => model.Id));
}
