namespace Wan27.Engine.Providers;

/// <summary>
/// The requests of one account: spaced by its gate, repeated where that is free of risk, and a submit sent once. What stands in them is said
/// by each provider for itself.
/// </summary>
internal sealed class AccountCalls
{
    private readonly ProviderConnection _connection;
    private readonly WireTransport _transport;
    private readonly RetryRules _retry;

    /// <param name="connection">What the provider works with.</param>
    /// <param name="words">Reads what its answers say.</param>
    public AccountCalls(ProviderConnection connection, IAnswerWords words)
    {
        _connection = connection;
        _retry = new RetryRules(connection.Bundle.Contract, connection.Time, connection.Gate, connection.Bundle.Account);
        _transport = new WireTransport(connection.Http, connection.Bundle, connection.Time, words);
    }

    /// <summary>How far the service's clock is ahead of this machine's, to the second; null before the first answer.</summary>
    public TimeSpan? ClockOffset => _transport.ClockOffset;

    private TimeSpan Patience => _connection.Bundle.Contract.Seconds("http.query.timeout.seconds");

    private IRateGate Gate => _connection.Gate;

    private string Account => _connection.Bundle.Account;

    /// <summary>Sends what may be billed. Only a throttle's answer is repeated.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="model">The model, whose rate is kept.</param>
    /// <param name="timeout">The longest wait for the answer.</param>
    /// <param name="departure">Told of each time that a body leaves, or has been turned away.</param>
    /// <param name="ct">Gives up as long as no body has left.</param>
    public async Task<ApiAnswer> SubmitAsync(OutgoingRequest request, string model, TimeSpan timeout, IDeparture departure, CancellationToken ct)
        => await _retry.Submits.ExecuteAsync(
            async token =>
            {
                var turn = await Gate.WaitAsync(RateKind.Submit, Account, model, _connection.Bundle.SubmitRate, token);
                var answer = await ArriveAsync(turn, _transport.SubmitAsync(request, timeout, departure, token));
                if (!answer.IsThrottle)
                {
                    return answer;
                }

                // Before any pause: whoever is killed in it was never sent.
                await departure.TurnedAwayAsync();
                if (answer.RetryAfter is { } pause)
                {
                    await Gate.PenalizeAsync(RateKind.Submit, Account, model, pause);
                }

                return answer;
            },
            ct);

    /// <summary>A look, or something else that costs nothing, with retries for passing faults.</summary>
    public async Task<ApiAnswer> LookAsync(OutgoingRequest request, CancellationToken ct)
        => await _retry.Looks.ExecuteAsync(async token => await LookOnceAsync(request, token), ct);

    /// <summary>The same once.</summary>
    public async Task<ApiAnswer> LookOnceAsync(OutgoingRequest request, CancellationToken ct)
    {
        var turn = await Gate.WaitAsync(RateKind.Query, Account, null, _connection.Bundle.QueryRate, ct);
        return await ArriveAsync(turn, _transport.AskAsync(request, Patience, ct));
    }

    /// <summary>The same once, and a throttle holds back the whole account: the schedule of whoever polls is the retry.</summary>
    public async Task<ApiAnswer> PollAsync(OutgoingRequest request, CancellationToken ct)
    {
        var answer = await LookOnceAsync(request, ct);
        if (answer.RetryAfter is { } pause && answer.IsThrottle)
        {
            await Gate.PenalizeAsync(RateKind.Query, Account, null, pause);
        }

        return answer;
    }

    /// <summary>What is not counted among the looks, such as the permission to upload, with retries for passing faults.</summary>
    public async Task<ApiAnswer> AskAsync(OutgoingRequest request, CancellationToken ct)
        => await _retry.Looks.ExecuteAsync(async token => await _transport.AskAsync(request, Patience, token), ct);

    /// <summary>A request with the key, whose content somebody else streams.</summary>
    public HttpRequestMessage Keyed(OutgoingRequest request) => _transport.Message(request);

    /// <summary>An upload, which costs nothing, and is tried again where it was cut off.</summary>
    /// <param name="path">The file, for words.</param>
    /// <param name="anew">What it is tried again with, for words; empty where that is nothing.</param>
    /// <param name="log">Told of each further try.</param>
    /// <param name="attempt">One try; told whether another one failed before.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<UploadedMedia> UploadAsync(string path, string anew, IStepLog log, Func<bool, CancellationToken, Task<UploadAttempt>> attempt, CancellationToken ct)
    {
        WanException? fault = null;
        var last = await _retry.Uploads.ExecuteAsync(
            async token =>
            {
                if (fault is not null)
                {
                    log.Verbose($"Upload of {path} is tried again{anew}: {fault.Message}");
                }

                var made = await attempt(fault is not null, token);
                fault = made.Fault;
                return made;
            },
            ct);
        return last.Media ?? throw last.Fault!;
    }

    private async Task<ApiAnswer> ArriveAsync(RateTurn turn, Task<ApiAnswer> request)
    {
        try
        {
            return await request;
        }
        finally
        {
            // One that was given up may arrive yet, and counts until it cannot.
            if (!request.IsCanceled)
            {
                await Gate.ArrivedAsync(turn);
            }
        }
    }
}
