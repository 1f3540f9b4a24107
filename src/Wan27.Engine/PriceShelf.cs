using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine;

/// <summary>The price list of a profile, read once for a command and only when somebody asks for a price.</summary>
internal sealed class PriceShelf
{
    /// <summary>For how many days a price may be trusted after it was checked.</summary>
    public const string OldestDays = "price.checked.days.max";

    private readonly StoredProfile? _profile;
    private readonly TimeProvider _time;
    private readonly Lazy<(PriceBook? Book, string? Problem)> _opened;

    /// <param name="profile">The profile; null where there is none.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="time">The clock that days are told by.</param>
    public PriceShelf(StoredProfile? profile, ContractView contract, TimeProvider time)
    {
        (_profile, _time) = (profile, time);
        _opened = new Lazy<(PriceBook?, string?)>(() =>
        {
            try
            {
                return (PriceList.Read(profile!.PriceListPath!).Open(Today, contract.Integer(OldestDays)), null);
            }
            catch (WanException unusable)
            {
                return (null, unusable.Message.TrimEnd('.'));
            }
        });
    }

    /// <summary>True for a profile that names a price list.</summary>
    public bool IsNamed => _profile?.PriceListPath is not null;

    private DateOnly Today => DateOnly.FromDateTime(_time.GetLocalNow().DateTime);

    /// <summary>What a request would cost today; null where no price list is named.</summary>
    public WanCost? CostOf(RouteRequest request, BilledForecast forecast)
        => IsNamed ? CostEstimate.Of(forecast, QuestionOf(request, forecast), _opened.Value.Book, _opened.Value.Problem) : null;

    private PriceQuestion QuestionOf(RouteRequest request, BilledForecast forecast) => new()
    {
        Provider = _profile!.Provider,
        Route = request.Route,
        Model = request.Model,
        Region = _profile.Region?.ToString(),
        Tier = forecast.Tier,
        Unit = forecast.Unit,
        Day = Today,
    };
}
