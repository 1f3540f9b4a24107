using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>
/// Every answer lies in an envelope with a code of its own, 200 for a good one. A prediction that failed has a further code, within.
/// </summary>
internal sealed class WaveSpeedAnswerWords : IAnswerWords
{
    private const string Good = "200";
    private const string Throttled = "429";

    public static WaveSpeedAnswerWords Instance { get; } = new();

    public ProviderErrors Errors => WaveSpeedErrors.Table;

    public string? CodeOf(ApiAnswer answer)
        => answer.Json is not { } json ? null
            : AnswerJson.Member(json, "data") is { } data && CodeOf(data) is { } own ? own
            : CodeOf(json) is { } code && code != Good && code != answer.Status.ToString(CultureInfo.InvariantCulture) ? code
            : null;

    public string? MessageOf(ApiAnswer answer)
        => answer.Json is not { } json ? null : (AnswerJson.Member(json, "data") is { } data ? AnswerJson.Prose(data, "error") : null) ?? AnswerJson.Prose(json, "message") ?? AnswerJson.Prose(json, "error");

    /// <summary>None is documented.</summary>
    public string? RequestIdOf(ApiAnswer answer) => null;

    public bool TellsState(JsonElement json) => AnswerJson.Member(json, "data") is { } data && AnswerJson.Raw(data, "status") is not null;

    public bool TurnsAway(ApiAnswer answer) => answer.Json is { } json && TellsState(json) ? false : answer.Status == 429 || CodeOf(answer) == Throttled;

    /// <summary>A code, which comes as a number or as a text.</summary>
    public static string? CodeOf(JsonElement element)
        => AnswerJson.Member(element, "code") switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } => AnswerJson.Line(element, "code") is { Length: > 0 } text ? text : null,
            _ => null,
        };
}
