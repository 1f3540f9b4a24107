using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Providers;

/// <summary>One HTTP answer: status, JSON where there was any, and the beginning of the text for when there was none.</summary>
/// <param name="Words">Reads what its provider says in it.</param>
internal sealed record ApiAnswer(IAnswerWords Words, int Status, TimeSpan? RetryAfter, JsonElement? Json, string Excerpt, Exchange? Exchange = null)
{
    /// <summary>The headers of the provider's own that came with it.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Code => Words.CodeOf(this);

    public string? RequestId => Words.RequestIdOf(this);

    /// <summary>True for an answer that says the request was turned away before anything was made of it.</summary>
    public bool IsThrottle => Words.TurnsAway(this);

    /// <summary>
    /// True for an error under a good status that is about the look and not about what was looked at: it passes, or it is about key,
    /// region or account. A task that failed is never told in these words alone.
    /// </summary>
    public bool IsFailedLook => IsSuccess && Json is { } json && !Words.TellsState(json) && Code is { } code && Words.Errors.Find(code, Words.MessageOf(this), Status) is
        { Retry: nameof(WanRetry.Safe) or nameof(WanRetry.Ambiguous) }
        or { Boundary: nameof(WanBoundary.Key) or nameof(WanBoundary.Region) or nameof(WanBoundary.Quota) or nameof(WanBoundary.Billing) };

    /// <summary>The answer's JSON object.</summary>
    /// <param name="mayHaveEffect">Whether what it answers may have been carried out.</param>
    /// <exception cref="WanException">It is a refusal, or no object.</exception>
    public JsonElement Expect(bool mayHaveEffect)
        => !IsSuccess ? throw ToException(mayHaveEffect)
            : Json is { ValueKind: JsonValueKind.Object } root ? root
            : throw Unreadable(mayHaveEffect);

    /// <summary>The error that the answer is.</summary>
    /// <param name="mayHaveEffect">Whether what it answers may have been carried out.</param>
    public WanException ToException(bool mayHaveEffect)
    {
        var error = Words.Errors.Of(Code, Json is null ? Excerpt : Words.MessageOf(this), RequestId, Status);

        // "Look first" is advice for what may have been billed; a look that failed can simply be repeated. A server that failed may
        // have done its work all the same, whatever code it gives.
        return Explain(new WanException(error.Retry == WanRetry.Ambiguous && !mayHaveEffect ? error with { Retry = WanRetry.Safe }
            : mayHaveEffect && Status >= 500 ? error with { Retry = WanRetry.Ambiguous }
            : error));
    }

    /// <summary>An answer that says nothing that could be used.</summary>
    /// <param name="mayHaveEffect">Whether what it answers may have been carried out.</param>
    public WanException Unreadable(bool mayHaveEffect)
    {
        var excerpt = Excerpt.Length == 0 ? "nothing" : $"'{Excerpt[..Math.Min(Excerpt.Length, 120)]}'";
        return Explain(mayHaveEffect ? ServiceErrors.AnswerUnreadableAfterSubmit(Status, excerpt) : ServiceErrors.AnswerUnreadable(Status, excerpt));
    }

    /// <summary>A failure that this answer led to, with what went over the wire.</summary>
    public WanException Explain(WanException failed) => Exchange?.Explain(failed) ?? failed;
}
