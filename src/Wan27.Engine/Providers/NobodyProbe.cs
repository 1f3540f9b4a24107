using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers;

/// <summary>The one free question that needs a key, where a provider has no better one: a task that nobody has.</summary>
/// <param name="connection">What the provider works with.</param>
/// <param name="words">Reads what its answers say.</param>
/// <param name="path">Where the task that nobody has would be.</param>
internal class NobodyProbe(ProviderConnection connection, IAnswerWords words, string path) : IAccountProbe
{
    private readonly AccountCalls _calls = new(connection, words);

    private string Owner => connection.Bundle.Provider.Owner;

    public async Task<KeyVerdict> AskKeyAsync(int statusWithoutKey, CancellationToken ct)
    {
        ApiAnswer answer;
        try
        {
            answer = await _calls.LookOnceAsync(OutgoingRequest.Get(path), ct);
        }
        catch (WanException failed)
        {
            return new KeyVerdict(null, failed.Error);
        }

        // Who answers in the same way without a key has not looked at it.
        var hasLooked = statusWithoutKey != answer.Status;
        return answer switch
        {
            _ when answer.Status is 401 or 403 || RefusesKey(answer) => new KeyVerdict(false, answer.ToException(mayHaveEffect: false).Error),
            _ when hasLooked && HasLooked(answer) == true => KeyVerdict.Yes,
            { Status: >= 500 or 429 } or { Json: null } or { IsThrottle: true } => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),
            _ when !hasLooked => new KeyVerdict(null, KeyErrors.KeyNotTold(Owner, answer.Status).Error),
            { IsSuccess: false } when HasLooked(answer) == false => new KeyVerdict(null, answer.ToException(mayHaveEffect: false).Error),
            _ => KeyVerdict.Yes,
        };
    }

    public Task<AccountFact<bool>> ListsModelAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<bool>.NotKnown($"{Owner} is not asked for its models here."));

    public Task<AccountFact<double>> SubmitsPerSecondAsync(string model, CancellationToken ct)
        => Task.FromResult(AccountFact<double>.NotKnown($"{Owner} does not tell an account's limits"));

    public virtual Task<PublishedPrices> PricesAsync(string? currency, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "list of prices", "Write the rows of the price list by hand, with the page that has them as their source.");

    /// <summary>True for an answer that refuses the key by another word than its status.</summary>
    protected virtual bool RefusesKey(ApiAnswer answer) => false;

    /// <summary>Whether a refusal shows that the task was looked for, which only an accepted key leads to; null where refusals do not tell.</summary>
    protected virtual bool? HasLooked(ApiAnswer answer) => null;
}
