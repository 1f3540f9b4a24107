using Polly;
using Polly.Retry;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>
/// The only three reasons to send a request again: a look, which changes nothing, failed in passing; an upload, which costs nothing, was
/// cut off; or a submit was turned away by a throttle, before anything was created (contract section 8).
/// </summary>
internal sealed class RetryRules
{
    public RetryRules(ContractView contract, TimeProvider time, IRateGate gate, string account)
    {
        Looks = Build<ApiAnswer>(contract, time, "retry.get.attempts.max", static outcome => outcome switch
        {
            { Result: { } answer } => (answer.Status >= 500 && !answer.Words.IsSettled(answer)) || answer.IsThrottle || (answer.IsSuccess && answer.Json is null)
                || (answer.IsFailedLook && answer.ToException(mayHaveEffect: false).Error.Retry == WanRetry.Safe),
            { Exception: WanException { Error: { Retry: WanRetry.Safe, Boundary: WanBoundary.Service } } } => true,
            _ => false,
        }, outcome => Asked(outcome, pause => gate.PenalizeAsync(RateKind.Query, account, null, pause)));
        Submits = Build<ApiAnswer>(contract, time, "retry.throttle.attempts.max", static outcome => outcome.Result?.IsThrottle == true, static outcome => ValueTask.FromResult(outcome.Result?.RetryAfter));
        Uploads = Build<UploadAttempt>(contract, time, "retry.upload.attempts.max", static outcome => outcome.Result?.Fault is not null, static _ => ValueTask.FromResult<TimeSpan?>(null));
    }

    public ResiliencePipeline<ApiAnswer> Looks { get; }

    public ResiliencePipeline<ApiAnswer> Submits { get; }

    public ResiliencePipeline<UploadAttempt> Uploads { get; }

    /// <summary>The pause that the answer asked for, once others have been told of it.</summary>
    private static async ValueTask<TimeSpan?> Asked(Outcome<ApiAnswer> outcome, Func<TimeSpan, ValueTask> penalize)
    {
        var asked = outcome.Result?.RetryAfter;
        if (asked is { } pause)
        {
            await penalize(pause);
        }

        return asked;
    }

    private static ResiliencePipeline<T> Build<T>(
        ContractView contract, TimeProvider time, string attempts, Func<Outcome<T>, bool> handle, Func<Outcome<T>, ValueTask<TimeSpan?>> pause)
        // One attempt is a limit that a profile may set: then nothing is repeated.
        => contract.Integer(attempts) < 2 ? ResiliencePipeline<T>.Empty : new ResiliencePipelineBuilder<T> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = contract.Integer(attempts) - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = contract.Seconds("retry.delay.first.seconds"),
                MaxDelay = contract.Seconds("retry.delay.max.seconds"),
                ShouldHandle = arguments => ValueTask.FromResult(handle(arguments.Outcome)),
                DelayGenerator = arguments => pause(arguments.Outcome),
            })
            .Build();
}
