using Polly;
using Polly.Retry;
using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>
/// The only two reasons to send a request again: a look, which changes nothing, failed in passing; or a submit was turned away by a
/// throttle, before anything was created (contract section 8).
/// </summary>
internal sealed class RetryRules
{
    public RetryRules(ContractView contract, TimeProvider time, IRateGate gate, string account)
    {
        Looks = Build(contract, time, "retry.get.attempts.max", static outcome => outcome switch
        {
            { Result: { } answer } => answer.Status >= 500 || answer.IsThrottle || (answer.IsSuccess && answer.Json is null),
            { Exception: WanException { Error: { Retry: WanRetry.Safe, Boundary: WanBoundary.Service } } } => true,
            _ => false,
        }, pause => gate.Penalize(RateKind.Query, account, null, pause));
        Submits = Build(contract, time, "retry.throttle.attempts.max", static outcome => outcome.Result?.IsThrottle == true, static _ => { });
    }

    public ResiliencePipeline<ApiAnswer> Looks { get; }

    public ResiliencePipeline<ApiAnswer> Submits { get; }

    private static ResiliencePipeline<ApiAnswer> Build(
        ContractView contract, TimeProvider time, string attempts, Func<Outcome<ApiAnswer>, bool> handle, Action<TimeSpan> penalize)
        // One attempt is a limit that a profile may set: then nothing is repeated.
        => contract.Integer(attempts) < 2 ? ResiliencePipeline<ApiAnswer>.Empty : new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<ApiAnswer>
            {
                MaxRetryAttempts = contract.Integer(attempts) - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = contract.Seconds("retry.delay.first.seconds"),
                MaxDelay = contract.Seconds("retry.delay.max.seconds"),
                ShouldHandle = arguments => ValueTask.FromResult(handle(arguments.Outcome)),
                DelayGenerator = arguments =>
                {
                    var asked = arguments.Outcome.Result?.RetryAfter;
                    if (asked is { } pause)
                    {
                        penalize(pause);
                    }

                    return ValueTask.FromResult(asked);
                },
            })
            .Build();
}
