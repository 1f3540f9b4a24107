using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Output;

/// <summary>The whole bundle in one line, so that a change of one part shows what it led to.</summary>
internal static class ProfileText
{
    public static string Of(WanProfile profile)
    {
        string?[] parts =
        [
            $"Profile {profile.Name}: {ProviderEntry.Mark(profile.Provider, profile.Owner, profile.Contract) ?? profile.Provider}",
            profile.Region?.ToString(),
            profile.Endpoint,
            profile.WorkspaceId is { } workspace ? $"workspace {workspace}" : null,
            $"key from {profile.KeySource}",
            profile.Models.Count == 0 ? null : $"models {string.Join("; ", profile.Models.Select(static model => $"{model.Key} = {model.Value}"))}",
            profile.Limit.Count == 0 ? null : $"limits {string.Join("; ", profile.Limit.Select(static limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Key} = {limit.Value}")))}",
            profile.SubmitRate is { } submits ? string.Create(CultureInfo.InvariantCulture, $"{submits} submits/s") : null,
            profile.QueryRate is { } queries ? string.Create(CultureInfo.InvariantCulture, $"{queries} queries/s") : null,
            profile.PriceListPath is { } prices ? $"prices {prices}" : null,
            profile.BudgetLimit is { } budget ? $"budget {budget}" : null,
            profile.Proxy is { } proxy ? $"proxy {proxy}" : null,
            profile.LogPath is { } log ? $"log {log}" : null,
            profile.UploadStore is { } store ? $"local files to store {store}" : null,
            profile.IsDefault ? "default" : null,
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }
}
