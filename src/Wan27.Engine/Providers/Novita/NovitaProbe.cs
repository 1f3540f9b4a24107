using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.Novita;

/// <summary>The one free question that needs a key: a task that nobody has.</summary>
internal sealed class NovitaProbe(ProviderConnection connection) : IAccountProbe
{
    private readonly AccountCalls _calls = new(connection, NovitaAnswerWords.Instance);

    private string Owner => connection.Bundle.Provider.Owner;

    public async Task<KeyVerdict> AskKeyAsync(int statusWithoutKey, CancellationToken ct)
    {
        ApiAnswer answer;
        try
        {
            answer = await _calls.LookOnceAsync(OutgoingRequest.Get(NovitaAddresses.OfNobody()), ct);
        }
        catch (WanException failed)
        {
            return new KeyVerdict(null, failed.Error);
        }

        return answer switch
        {
            { Status: 401 or 403 } or { Code: NovitaWords.NoKey } => new KeyVerdict(false, answer.ToException(mayHaveEffect: false).Error),

            // Only who has looked for it can say that there is no such task.
            { Code: NovitaWords.TaskNotFound } when statusWithoutKey != answer.Status => KeyVerdict.Yes,
            { Status: >= 500 or 429 } or { Json: null } => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),
            _ when statusWithoutKey == answer.Status => new KeyVerdict(null, KeyErrors.KeyNotTold(Owner, answer.Status).Error),
            { IsSuccess: true } => KeyVerdict.Yes,
            _ => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),
        };
    }

    public Task<AccountFact<bool>> ListsModelAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<bool>.NotKnown($"{Owner} has no list of models that could be asked for here."));

    public Task<AccountFact<double>> SubmitsPerSecondAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<double>.NotKnown($"{Owner} does not tell an account's limits"));
}
