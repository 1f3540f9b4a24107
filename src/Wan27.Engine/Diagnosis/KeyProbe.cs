using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Diagnosis;

/// <summary>Asks with the key, and only what is free: a task that cannot exist, the list of models, the account's limits.</summary>
internal sealed class KeyProbe(HttpMessageInvoker http, Bundle bundle, TimeProvider time, IRateGate gate)
{
    private readonly DashScopeTransport _transport = new(http, bundle, time);

    /// <summary>The path of a task that nobody has: a key that is accepted is told so without learning anything.</summary>
    public static string NoTask(ContractData contract) => contract.Api.Tasks + Guid.NewGuid().ToString("D");

    public async Task<KeyVerdict> AskAsync(CancellationToken ct)
    {
        ApiAnswer answer;
        try
        {
            answer = await GetAsync(NoTask(bundle.Contract.Data), ct);
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
            _ => new KeyVerdict(null, ErrorFactory.Local(WanBoundary.Region, "AnswerUnreadable", $"The endpoint answered {answer.Status} with something that is not an answer of this interface.", "Check Endpoint of the profile.").Error),
        };
    }

    public async Task<ApiAnswer> GetAsync(string path, CancellationToken ct)
    {
        await gate.WaitAsync(RateKind.Query, bundle.Account, null, bundle.QueryRate, ct);
        return await _transport.GetAsync(path, bundle.Contract.Seconds("http.query.timeout.seconds"), ct);
    }
}
