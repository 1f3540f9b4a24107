using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>The one free question that needs a key: a prediction that nobody has.</summary>
internal sealed class WaveSpeedProbe(ProviderConnection connection) : IAccountProbe
{
    private readonly AccountCalls _calls = new(connection, WaveSpeedAnswerWords.Instance);

    private string Owner => connection.Bundle.Provider.Owner;

    public async Task<KeyVerdict> AskKeyAsync(int statusWithoutKey, CancellationToken ct)
    {
        ApiAnswer answer;
        try
        {
            answer = await _calls.LookOnceAsync(OutgoingRequest.Get(WaveSpeedAddresses.OfNobody()), ct);
        }
        catch (WanException failed)
        {
            return new KeyVerdict(null, failed.Error);
        }

        return answer switch
        {
            { Status: 401 or 403 } or { IsSuccess: true, Code: "401" or "403" } => new KeyVerdict(false, answer.ToException(mayHaveEffect: false).Error),
            { Status: >= 500 or 429 } or { Json: null } or { IsThrottle: true } => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),

            // Who answers so without a key as well has not looked at it.
            _ when statusWithoutKey == answer.Status => new KeyVerdict(null, KeyErrors.KeyNotTold(Owner, answer.Status).Error),
            _ => KeyVerdict.Yes,
        };
    }

    public Task<AccountFact<bool>> ListsModelAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<bool>.NotKnown($"{Owner} has no list of models that could be asked for here."));

    public Task<AccountFact<double>> SubmitsPerSecondAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<double>.NotKnown($"{Owner} does not tell an account's limits"));
}
