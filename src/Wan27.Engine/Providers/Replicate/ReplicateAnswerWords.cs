using System.Text.Json;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>Errors have a title and a detail, some only an error; codes stand in the words, such as <c>(E1001)</c>.</summary>
internal sealed partial class ReplicateAnswerWords : IAnswerWords
{
    public static ReplicateAnswerWords Instance { get; } = new();

    public ProviderErrors Errors => ReplicateErrors.Table;

    public string? CodeOf(ApiAnswer answer) => CodeIn(MessageOf(answer));

    public string? MessageOf(ApiAnswer answer)
        => answer.Json is not { } json ? null
            : (AnswerJson.Raw(json, "detail") ?? AnswerJson.Raw(json, "error") ?? AnswerJson.Raw(json, "title")) is { } text ? ServerText.Prose(text.Trim())
            : null;

    /// <summary>Replicate names none; a prediction is asked about by its own id.</summary>
    public string? RequestIdOf(ApiAnswer answer) => null;

    public bool TellsState(JsonElement json) => AnswerJson.Raw(json, "status") is not null && AnswerJson.Raw(json, "id") is not null;

    /// <summary>Only where the body says so: another 429 may come from somebody in between, after the request went on.</summary>
    public bool TurnsAway(ApiAnswer answer) => answer.Status == 429 && MessageOf(answer)?.Contains("throttled", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The code that stands in the words of a failure.</summary>
    public static string? CodeIn(string? text) => text is not null && Code().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\bE\d{3,4}\b")]
    private static partial Regex Code();
}
