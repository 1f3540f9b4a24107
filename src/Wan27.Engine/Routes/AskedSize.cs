using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>The one size that stands for tier and shape with a provider that takes no such pair.</summary>
/// <param name="Resolution">The tier, asked for or the default.</param>
/// <param name="Ratio">The shape, asked for or the default.</param>
/// <param name="Size">The provider's size for both; null where it has none.</param>
/// <param name="IsAsked">False where neither was asked for.</param>
internal sealed record AskedSize(string Resolution, string Ratio, string? Size, bool IsAsked)
{
    /// <summary>The size of a request; null where the provider takes tier and shape as they are.</summary>
    public static AskedSize? Of(RouteRequest request, ContractView contract)
    {
        if (contract.Data.Own?.FormOf(request.Route, request.Model)?.Sizes is not { } sizes)
        {
            return null;
        }

        var (asked, route) = (request.AskedOptions, RouteCatalogue.Find(request.Route)!.ShortName);
        var (resolution, ratio) = (Text("Resolution"), Text("Ratio"));
        var (tier, shape) = (resolution ?? contract.Data.Values($"{route}.resolution").Default!, ratio ?? contract.Data.Values($"{route}.ratio").Default!);
        var size = sizes.FirstOrDefault(entry => string.Equals(entry.Resolution, tier, StringComparison.OrdinalIgnoreCase) && entry.Ratio == shape);
        return new AskedSize(tier, shape, size?.Size, resolution is not null || ratio is not null);

        string? Text(string option) => asked.GetValueOrDefault(option)?.ToString();
    }
}
