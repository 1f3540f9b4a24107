using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.Novita;

/// <summary>An error is an object with a reason, which is its code, and a message. What its <c>code</c> says is the HTTP status again.</summary>
internal sealed class NovitaAnswerWords : IAnswerWords
{
    private static readonly string[] ThrottleWords = ["rate limit", "too many requests"];

    public static NovitaAnswerWords Instance { get; } = new();

    public ProviderErrors Errors => NovitaErrors.Table;

    public string? CodeOf(ApiAnswer answer) => answer.Json is { } json && AnswerJson.Line(json, "reason") is { Length: > 0 } reason ? reason : null;

    public string? MessageOf(ApiAnswer answer) => answer.Json is { } json ? AnswerJson.Prose(json, "message") : null;

    /// <summary>None is documented.</summary>
    public string? RequestIdOf(ApiAnswer answer) => null;

    public bool TellsState(JsonElement json) => AnswerJson.Member(json, "task") is { } task && AnswerJson.Raw(task, "status") is not null;

    /// <summary>What a look says of the task itself is no fault of the look.</summary>
    public bool IsSettled(ApiAnswer answer) => CodeOf(answer) == NovitaWords.TaskFailed;

    /// <summary>A bare 429 may come from anybody in between: only Novita's own word says that nothing was created.</summary>
    public bool TurnsAway(ApiAnswer answer)
        => answer.Status == 429 && (CodeOf(answer) == NovitaWords.RateLimited || (MessageOf(answer) is { } said && ThrottleWords.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase))));
}
