using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal.Postgres;

namespace Wan27.Engine.Tasks.Rates.Postgres;

/// <summary>
/// The book of a fleet. While its database is away no submit leaves, which could not be noted either; looks go on at a pace of this process's own that
/// a fleet of twenty keeps within the account's.
/// </summary>
/// <param name="shared">The book, which says at once that it is away.</param>
/// <param name="patient">The same, which waits for a database that restarts.</param>
/// <param name="time">The clock of this process.</param>
internal sealed class FleetRateBook(IRateBook shared, IRateBook patient, TimeProvider time) : IRateBook
{
    private static readonly RatePace Alone = RatePace.Of(1);

    private readonly MemoryRateBook _alone = new(time);

    public async ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation)
    {
        if (!key.StartsWith(nameof(RateKind.Query), StringComparison.Ordinal))
        {
            return await patient.AskAsync(key, pace, hasPlace, cancellation);
        }

        try
        {
            return await shared.AskAsync(key, pace, hasPlace, cancellation);
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            // Permits of this process alone are told apart by their sign.
            var answer = await _alone.AskAsync(key, Slower(pace), hasPlace, cancellation);
            return answer with { Permit = -answer.Permit };
        }
    }

    public ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation)
        => permit < 0 ? _alone.ArrivedAsync(key, -permit, cancellation) : shared.ArrivedAsync(key, permit, cancellation);

    public async ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation)
    {
        await _alone.BlockAsync(key, pause, cancellation);
        try
        {
            await shared.BlockAsync(key, pause, cancellation);
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            // This process keeps the pause; the others will hear of theirs.
        }
    }

    private static RatePace Slower(RatePace pace) => pace.Interval > Alone.Interval ? pace : Alone;
}
