using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The free questions: a task that cannot exist, the list of models, the account's limits (contract section 1.4).</summary>
internal sealed class DashScopeProbe(ProviderConnection connection) : IAccountProbe
{
    private readonly Bundle _bundle = connection.Bundle;
    private readonly AccountCalls _calls = new(connection, DashScopeAnswerWords.Instance);

    /// <summary>The path of a task that nobody has: a key that is accepted is told so without learning anything.</summary>
    public static string NoTask(ContractData contract) => contract.Api.Tasks + Guid.NewGuid().ToString("D");

    public async Task<KeyVerdict> AskKeyAsync(int statusWithoutKey, CancellationToken ct)
    {
        ApiAnswer answer;
        try
        {
            answer = await GetAsync(NoTask(_bundle.Contract.Data), ct);
        }
        catch (WanException failed)
        {
            return new KeyVerdict(null, failed.Error);
        }

        return answer switch
        {
            { IsSuccess: true, Json.ValueKind: JsonValueKind.Object } => KeyVerdict.Yes,
            { Status: 401 or 403 } or { Code: "InvalidApiKey" } => new KeyVerdict(false, answer.ToException(mayHaveEffect: false).Error),
            { IsSuccess: false } => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),
            _ => new KeyVerdict(null, RegionErrors.AnswerUnreadable(answer.Status).Error),
        };
    }

    public async Task<AccountFact<bool>> ListsModelAsync(string model, CancellationToken ct)
    {
        var (answer, fault) = await TryGetAsync($"{_bundle.Contract.Data.Api.Models}?model={Uri.EscapeDataString(model)}", ct);
        return answer is { IsSuccess: true, Json: { } json } && AccountAnswers.Models(json) is { } listed
            ? AccountFact<bool>.Of(listed.Contains(model, StringComparer.OrdinalIgnoreCase))
            : AccountFact<bool>.NotKnown($"The endpoint has no list of models to ask: {Why(answer, fault)}");
    }

    public async Task<AccountFact<double>> SubmitsPerSecondAsync(string model, CancellationToken ct)
    {
        if (_bundle.Profile.Region != WanRegion.Beijing)
        {
            return AccountFact<double>.NotKnown("The account's limits can be asked for in Beijing only");
        }

        var (answer, fault) = await TryGetAsync($"{_bundle.Contract.Data.Api.ModelLimits}?model={Uri.EscapeDataString(model)}", ct);
        return answer is { IsSuccess: true, Json: { } json } && AccountAnswers.SubmitsPerSecond(json) is { } allowed
            ? AccountFact<double>.Of(allowed)
            : AccountFact<double>.NotKnown($"The endpoint does not tell the account's limits: {Why(answer, fault)}");
    }

    public Task<PublishedPrices> PricesAsync(string? currency, CancellationToken ct) => DashScopePrices.ReadAsync(_calls, _bundle, currency, ct);

    private Task<ApiAnswer> GetAsync(string path, CancellationToken ct) => _calls.LookOnceAsync(OutgoingRequest.Get(path), ct);

    private async Task<(ApiAnswer? Answer, WanException? Fault)> TryGetAsync(string path, CancellationToken ct)
    {
        try
        {
            return (await GetAsync(path, ct), null);
        }
        catch (WanException failed)
        {
            return (null, failed);
        }
    }

    private static string Why(ApiAnswer? answer, WanException? fault)
        => fault?.Message ?? (answer!.IsSuccess ? "its answer has another form." : answer.ToException(mayHaveEffect: false).Message);
}
