using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// Errors come in three forms: a list of what is wrong with the input, each with its type; a bare text, as older models give it; and the
/// platform's own, with a type for the whole. What an error is, is told by its type and never by its words.
/// </summary>
internal sealed class FalAnswerWords : IAnswerWords
{
    private const string TypeHeader = "X-Fal-Error-Type";
    private const string IdHeader = "X-Fal-Request-Id";

    public static FalAnswerWords Instance { get; } = new();

    public ProviderErrors Errors => FalErrors.Table;

    public string? CodeOf(ApiAnswer answer)
        => answer.Json is { } json && CodeOf(json) is { } code ? code : answer.Headers.TryGetValue(TypeHeader, out var type) ? ServerText.Line(type) : null;

    public string? MessageOf(ApiAnswer answer) => answer.Json is { } json ? MessageOf(json) : null;

    public string? RequestIdOf(ApiAnswer answer)
        => answer.Headers.TryGetValue(IdHeader, out var id) ? ServerText.Line(id) : answer.Json is { } json ? AnswerJson.Line(json, "gateway_request_id") ?? AnswerJson.Line(json, "request_id") : null;

    public bool TellsState(JsonElement json) => AnswerJson.Raw(json, "status") is not null;

    /// <summary>The result's address repeats what the model answered: an error of the platform's form is the end of the task, and no fault of the look.</summary>
    public bool IsSettled(ApiAnswer answer) => answer.Status >= 500 && answer.Json is { } json && AnswerJson.Raw(json, "error_type") is not null;

    /// <summary>The type of an error.</summary>
    public static string? CodeOf(JsonElement json)
        => AnswerJson.Line(json, "error_type") ?? AnswerJson.Items(json, "detail").Select(static item => AnswerJson.Line(item, "type")).FirstOrDefault(static type => type is not null);

    /// <summary>What an error says, each field of the input by its name.</summary>
    public static string? MessageOf(JsonElement json)
    {
        var details = AnswerJson.Items(json, "detail").Select(Detail).Where(static text => text.Length > 0).ToArray();
        var text = details.Length > 0 ? string.Join(" ", details) : AnswerJson.Raw(json, "detail") ?? AnswerJson.Raw(json, "error") ?? AnswerJson.Raw(json, "message");
        return text is null ? null : ServerText.Prose(text);
    }

    private static string Detail(JsonElement item)
    {
        // "body" stands before the name of every field.
        var path = string.Join('.', AnswerJson.Items(item, "loc").Select(static part => part.ToString()).Where(static part => part != "body"));
        var text = AnswerJson.Raw(item, "msg") ?? string.Empty;
        var categories = string.Join(", ", AnswerJson.Items(item, "categories").Select(static category => category.ToString()));
        return $"{(path.Length > 0 ? $"{path}: " : string.Empty)}{text}{(categories.Length > 0 ? $" ({categories})" : string.Empty)}";
    }
}
