using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>One HTTP answer: status, JSON where there was any, and the beginning of the text for when there was none.</summary>
internal sealed record ApiAnswer(int Status, TimeSpan? RetryAfter, JsonElement? Json, string Excerpt, Exchange? Exchange = null)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Code => Json is { } json ? AnswerReader.ErrorCode(json) : null;

    public string? RequestId => Json is { } json ? AnswerReader.RequestId(json) : null;

    /// <summary>True for an answer that says the request was turned away before anything was made of it.</summary>
    public bool IsThrottle => Status == 429 && DashScopeErrors.Table.Find(Code, null, Status).Retry == nameof(WanRetry.Safe);

    /// <summary>
    /// True for an error under a good status that is about the look and not about what was looked at: it passes, or it is about key,
    /// region or account. A task that failed is never told in these words alone.
    /// </summary>
    public bool IsFailedLook => IsSuccess && Json is { } json && !AnswerReader.HasStatus(json) && Code is { } code && DashScopeErrors.Table.Find(code, AnswerReader.ErrorMessage(json), Status) is
        { Retry: nameof(WanRetry.Safe) or nameof(WanRetry.Ambiguous) }
        or { Boundary: nameof(WanBoundary.Key) or nameof(WanBoundary.Region) or nameof(WanBoundary.Quota) or nameof(WanBoundary.Billing) };

    public WanException ToException(bool mayHaveEffect)
    {
        var message = Json is { } json ? AnswerReader.ErrorMessage(json) : Excerpt;
        var error = DashScopeErrors.Table.Of(Code, message, RequestId, Status);

        // "Look first" is advice for what may have been billed; a look that failed can simply be repeated. A server that failed may
        // have done its work all the same, whatever code it gives.
        return Explain(new WanException(error.Retry == WanRetry.Ambiguous && !mayHaveEffect ? error with { Retry = WanRetry.Safe }
            : mayHaveEffect && Status >= 500 ? error with { Retry = WanRetry.Ambiguous }
            : error));
    }

    /// <summary>A failure that this answer led to, with what went over the wire.</summary>
    public WanException Explain(WanException failed) => Exchange?.Explain(failed) ?? failed;
}
