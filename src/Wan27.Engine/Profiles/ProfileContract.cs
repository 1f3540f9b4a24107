using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>
/// The contract under a profile: the one place where its limits, rates and models become a view. What was written into the profile file by
/// hand is judged here as Set-WanProfile judges it.
/// </summary>
internal static class ProfileContract
{
    /// <param name="profile">The profile.</param>
    /// <param name="contract">The contract below it; that of this build when null.</param>
    public static ContractView Of(StoredProfile profile, ContractData? contract = null)
    {
        var data = (contract ?? ContractData.Current).Of(profile.Provider);
        var refused = (profile.Limit ?? new Dictionary<string, double>())
            .Select(pair => ContractView.Refuse(data, pair.Key, pair.Value))
            .Append(RefuseRate(data, nameof(StoredProfile.SubmitRate), profile.SubmitRate))
            .Append(RefuseRate(data, nameof(StoredProfile.QueryRate), profile.QueryRate))
            .OfType<string>()
            .ToArray();
        return refused.Length == 0
            ? new ContractView(data, profile.Limit, profile.Models, profile.UploadStore is not null)
            : throw RouteErrors.LimitRefusedOfProfile(profile.Name, string.Join(" ", refused));
    }

    /// <summary>Says what is wrong with a rate, or null when it can be used. Its range is that of the limit that it stands for.</summary>
    public static string? RefuseRate(ContractData data, string name, double? rate)
    {
        var range = data.RangeOf(data.Limit(name == nameof(StoredProfile.SubmitRate) ? "rate.submit.perSecond" : "rate.query.perSecond"));
        return rate is not { } value || range.Holds(value) ? null : string.Create(CultureInfo.InvariantCulture, $"{name} is {LimitRange.Text(value)}; allowed is {range}.");
    }
}
