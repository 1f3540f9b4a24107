using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Where the service puts code, message and request id (contract sections 8 and 12).</summary>
internal sealed class DashScopeAnswerWords : IAnswerWords
{
    public static DashScopeAnswerWords Instance { get; } = new();

    public ProviderErrors Errors => DashScopeErrors.Table;

    public string? CodeOf(ApiAnswer answer) => answer.Json is { } json ? AnswerReader.ErrorCode(json) : null;

    public string? MessageOf(ApiAnswer answer) => answer.Json is { } json ? AnswerReader.ErrorMessage(json) : null;

    public string? RequestIdOf(ApiAnswer answer) => answer.Json is { } json ? AnswerReader.RequestId(json) : null;

    public bool TellsState(JsonElement json) => AnswerReader.HasStatus(json);
}
