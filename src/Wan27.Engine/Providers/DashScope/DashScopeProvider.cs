using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The official provider: Alibaba Cloud Model Studio (contract sections 1 to 8).</summary>
internal sealed class DashScopeProvider : IProvider
{
    private readonly Bundle _bundle;
    private readonly ContractView _contract;
    private readonly DashScopeTransport _transport;
    private readonly DashScopeUploads _uploads;
    private readonly IRateGate _gate;
    private readonly RetryRules _retry;
    private readonly AnswerReader _reader;
    private readonly TimeProvider _time;

    public DashScopeProvider(HttpMessageInvoker http, Bundle bundle, TimeProvider time, IRateGate gate, UploadMemory uploads)
    {
        _bundle = bundle;
        _contract = bundle.Contract;
        _gate = gate;
        _time = time;
        _retry = new RetryRules(_contract, time, gate, bundle.Account);
        _reader = new AnswerReader(_contract);
        _transport = new DashScopeTransport(http, bundle, time);
        _uploads = new DashScopeUploads(http, _transport, bundle, time, _retry, uploads);
        Evidence = new DashScopeEvidence(this);
    }

    public TimeSpan? ClockOffset => _transport.ClockOffset;

    public IEvidenceReader? Evidence { get; }

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => DashScopeBodies.Of(request, _contract, urlOf);

    public async Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
    {
        var answer = await SubmitOnceAsync(request, _contract.Seconds("http.syncImage.timeout.seconds"), UnnotedDeparture.Instance, ct);
        var root = Expect(answer, mayHaveEffect: true);
        var urls = root.TryGetProperty("output", out var output) ? AnswerReader.ReadImageUrls(output) : [];
        if (urls.Count == 0)
        {
            // A flat error can come with status 200; anything else without a picture is an answer nobody can use.
            throw answer.Code is not null
                ? answer.ToException(mayHaveEffect: true)
                : Unreadable(answer, mayHaveEffect: true);
        }

        var now = _time.GetUtcNow();
        return new ImageAnswer([.. urls.Select(url => new ResultLink(url, _reader.ExpiryOf(url, now)))], AnswerReader.ReadUsage(root), answer.RequestId);
    }

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var answer = await SubmitOnceAsync(request, _contract.Seconds("http.submit.timeout.seconds"), departure, ct);
        var root = Expect(answer, mayHaveEffect: true);
        return root.TryGetProperty("output", out var output) && AnswerReader.TaskId(output) is { } id
            ? new SubmitAnswer(id, AnswerReader.Text(output, "task_status") ?? DashScopeWords.Pending, answer.RequestId)
            : throw (answer.Code is not null ? answer.ToException(mayHaveEffect: true) : Unreadable(answer, mayHaveEffect: true));
    }

    public async Task<TaskAnswer> QueryAsync(string taskId, CancellationToken ct)
        => ReadTask(taskId, await _retry.Looks.ExecuteAsync(async token => await LookAsync(taskId, token), ct));

    public async Task<TaskAnswer> PollAsync(string taskId, CancellationToken ct)
    {
        var answer = await LookAsync(taskId, ct);
        if (answer.RetryAfter is { } pause && answer.IsThrottle)
        {
            _gate.Penalize(RateKind.Query, _bundle.Account, null, pause);
        }

        return ReadTask(taskId, answer);
    }

    public Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => DashScopeTaskList.ReadAllAsync(query, _contract, async path => await _retry.Looks.ExecuteAsync(async token => await LookAtAsync(path, token), ct));

    public async Task<string?> CancelAsync(string taskId, CancellationToken ct)
    {
        var answer = await _retry.Looks.ExecuteAsync(
            async token =>
            {
                await _gate.WaitAsync(RateKind.Query, _bundle.Account, null, _bundle.QueryRate, token);
                return await ArriveAsync(RateKind.Query, null, _bundle.QueryRate, _transport.PostEmptyAsync($"{TaskPath(taskId)}/cancel", _contract.Seconds("http.query.timeout.seconds"), token));
            },
            ct);
        return answer.IsSuccess && answer.Code is null ? answer.RequestId : throw answer.ToException(mayHaveEffect: false);
    }

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
        => _uploads.UploadAsync(path, model, log, ct);

    private async Task<ApiAnswer> SubmitOnceAsync(PreparedRequest prepared, TimeSpan timeout, IDeparture departure, CancellationToken ct)
    {
        var (request, model) = ((DashScopeRequest)prepared, prepared.Model);
        return await _retry.Submits.ExecuteAsync(
            async token =>
            {
                await _gate.WaitAsync(RateKind.Submit, _bundle.Account, model, _bundle.SubmitRate, token);
                var answer = await ArriveAsync(RateKind.Submit, model, _bundle.SubmitRate, _transport.PostAsync(request, timeout, departure, token));
                if (!answer.IsThrottle)
                {
                    return answer;
                }

                // Before any pause: whoever is killed in it was never sent.
                await departure.TurnedAwayAsync();
                if (answer.RetryAfter is { } pause)
                {
                    _gate.Penalize(RateKind.Submit, _bundle.Account, model, pause);
                }

                return answer;
            },
            ct);
    }

    private Task<ApiAnswer> LookAsync(string taskId, CancellationToken ct) => LookAtAsync(TaskPath(taskId), ct);

    private async Task<ApiAnswer> LookAtAsync(string path, CancellationToken ct)
    {
        await _gate.WaitAsync(RateKind.Query, _bundle.Account, null, _bundle.QueryRate, ct);
        return await ArriveAsync(RateKind.Query, null, _bundle.QueryRate, _transport.GetAsync(path, _contract.Seconds("http.query.timeout.seconds"), ct));
    }

    private async Task<ApiAnswer> ArriveAsync(RateKind kind, string? model, double perSecond, Task<ApiAnswer> request)
    {
        try
        {
            return await request;
        }
        finally
        {
            _gate.Arrived(kind, _bundle.Account, model, perSecond);
        }
    }

    private string TaskPath(string taskId) => _contract.Data.Api.Tasks + Uri.EscapeDataString(taskId);

    private TaskAnswer ReadTask(string taskId, ApiAnswer answer)
    {
        var root = Expect(answer, mayHaveEffect: false);
        if (answer.IsFailedLook)
        {
            throw answer.ToException(mayHaveEffect: false);
        }

        try
        {
            var read = _reader.ReadTask(root, _time.GetUtcNow()) with { Excerpt = answer.Excerpt };
            return read.TaskId is null || string.Equals(read.TaskId, taskId, StringComparison.OrdinalIgnoreCase)
                ? read
                : throw answer.Explain(ServiceErrors.AnswerOfAnotherTask(read.TaskId, taskId));
        }
        catch (InvalidDataException)
        {
            throw Unreadable(answer, mayHaveEffect: false);
        }
    }

    private static JsonElement Expect(ApiAnswer answer, bool mayHaveEffect)
    {
        if (!answer.IsSuccess)
        {
            throw answer.ToException(mayHaveEffect);
        }

        return answer.Json is { ValueKind: JsonValueKind.Object } root ? root : throw Unreadable(answer, mayHaveEffect);
    }

    private static WanException Unreadable(ApiAnswer answer, bool mayHaveEffect)
    {
        var excerpt = answer.Excerpt.Length == 0 ? "nothing" : $"'{answer.Excerpt[..Math.Min(answer.Excerpt.Length, 120)]}'";
        return answer.Explain(mayHaveEffect ? ServiceErrors.AnswerUnreadableAfterSubmit(answer.Status, excerpt) : ServiceErrors.AnswerUnreadable(answer.Status, excerpt));
    }
}
