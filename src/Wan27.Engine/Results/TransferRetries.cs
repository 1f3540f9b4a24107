using System.Globalization;
using Polly;
using Polly.Retry;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Results;

/// <summary>
/// Which answers of a result host are asked for again, how often, and after which pause. A pause that the host asks for is kept, but
/// never so long that the URL could die in it.
/// </summary>
internal sealed class TransferRetries(ContractView contract, TimeProvider time)
{
    private const int ShareOfLife = 4;

    /// <summary>The rules for one URL.</summary>
    /// <param name="ends">When the URL dies; null where nobody says.</param>
    /// <param name="watch">Told of each pause.</param>
    public ResiliencePipeline<TransferOutcome> For(DateTimeOffset? ends, ISaveWatch? watch)
    {
        var tries = new Dictionary<TransferEnd, int>();
        return new ResiliencePipelineBuilder<TransferOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<TransferOutcome>
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { } outcome
                    && (tries[outcome.End] = tries.GetValueOrDefault(outcome.End) + 1) < AttemptsFor(outcome.End)
                    && (IsAlive(ends) || outcome.End is TransferEnd.Interrupted)),
                MaxRetryAttempts = int.MaxValue,
                Delay = contract.Seconds("retry.delay.first.seconds"),
                MaxDelay = contract.Seconds("retry.delay.max.seconds"),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter is { } asked ? Bounded(asked, ends) : (TimeSpan?)null),
                OnRetry = arguments =>
                {
                    if (arguments.Outcome.Result is { } outcome)
                    {
                        watch?.Waiting(Words(outcome, arguments.RetryDelay));
                    }

                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Requests that may end so before it is final.</summary>
    public int AttemptsFor(TransferEnd end) => end switch
    {
        TransferEnd.Throttled => contract.Integer("retry.throttle.attempts.max"),
        TransferEnd.Interrupted => contract.Integer("retry.get.attempts.max"),
        TransferEnd.Missing or TransferEnd.SomethingElse or TransferEnd.NotWhole => contract.Integer("retry.result.attempts.max"),
        _ => 1,
    };

    public bool IsAlive(DateTimeOffset? ends) => ends is not { } end || time.GetUtcNow() < end;

    private TimeSpan Bounded(TimeSpan asked, DateTimeOffset? ends)
    {
        var longest = contract.Seconds("retry.result.pause.max.seconds");
        if (ends is { } end && (end - time.GetUtcNow()) / ShareOfLife is var share && share < longest)
        {
            longest = share > TimeSpan.Zero ? share : TimeSpan.Zero;
        }

        return asked < longest ? asked : longest;
    }

    private string Words(TransferOutcome outcome, TimeSpan pause)
    {
        var next = string.Create(CultureInfo.InvariantCulture, $"next try at {time.GetLocalNow() + pause:HH:mm:ss}");
        return outcome.RetryAfter switch
        {
            { } asked when asked > pause => $"the result host asks for a pause of {Seconds(asked)} ({outcome.Detail}), of which {Seconds(pause)} are kept so that its URL stays good; {next}",
            { } => $"the result host asks for a pause of {Seconds(pause)} ({outcome.Detail}); {next}",
            null => $"the result host answered with {outcome.Detail}; {next}",
        };
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0} s");
}
