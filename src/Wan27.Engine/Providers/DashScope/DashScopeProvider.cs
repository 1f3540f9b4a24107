using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The official provider: Alibaba Cloud Model Studio (contract sections 1 to 8).</summary>
internal sealed class DashScopeProvider : IProvider
{
    private const string AsyncHeader = "X-DashScope-Async";
    private const string ResolveHeader = "X-DashScope-OssResourceResolve";

    private readonly ContractView _contract;
    private readonly AccountCalls _calls;
    private readonly DashScopeUploads _uploads;
    private readonly AnswerReader _reader;
    private readonly TimeProvider _time;

    public DashScopeProvider(ProviderConnection connection)
    {
        _contract = connection.Bundle.Contract;
        _time = connection.Time;
        _reader = new AnswerReader(_contract);
        _calls = new AccountCalls(connection, DashScopeAnswerWords.Instance);
        _uploads = new DashScopeUploads(connection, _calls);
        Evidence = new DashScopeEvidence(this);
    }

    public TimeSpan? ClockOffset => _calls.ClockOffset;

    public IEvidenceReader? Evidence { get; }

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => DashScopeBodies.Of(request, _contract, urlOf);

    public async Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
    {
        var answer = await SubmitAsync(request, "http.syncImage.timeout.seconds", UnnotedDeparture.Instance, ct);
        var root = answer.Expect(mayHaveEffect: true);
        var urls = root.TryGetProperty("output", out var output) ? AnswerReader.ReadImageUrls(output) : [];
        if (urls.Count == 0)
        {
            // A flat error can come with status 200; anything else without a picture is an answer nobody can use.
            throw answer.Code is not null
                ? answer.ToException(mayHaveEffect: true)
                : answer.Unreadable(mayHaveEffect: true);
        }

        var now = _time.GetUtcNow();
        return new ImageAnswer([.. urls.Select(url => new ResultLink(url, _reader.ExpiryOf(url, now)))], AnswerReader.ReadUsage(root), answer.RequestId);
    }

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var answer = await SubmitAsync(request, "http.submit.timeout.seconds", departure, ct);
        var root = answer.Expect(mayHaveEffect: true);
        return root.TryGetProperty("output", out var output) && AnswerReader.TaskId(output) is { } id
            ? new SubmitAnswer(id, AnswerReader.Text(output, "task_status") ?? DashScopeWords.Pending, answer.RequestId)
            : throw (answer.Code is not null ? answer.ToException(mayHaveEffect: true) : answer.Unreadable(mayHaveEffect: true));
    }

    public async Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct) => ReadTask(task, await _calls.LookAsync(OutgoingRequest.Get(TaskPath(task)), ct));

    public async Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct) => ReadTask(task, await _calls.PollAsync(OutgoingRequest.Get(TaskPath(task)), ct));

    public Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => DashScopeTaskList.ReadAllAsync(query, _contract, path => _calls.LookAsync(OutgoingRequest.Get(path), ct));

    public async Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct)
    {
        var answer = await _calls.LookAsync(new OutgoingRequest(HttpMethod.Post, $"{TaskPath(task)}/cancel"), ct);
        return answer.IsSuccess && answer.Code is null ? new CancelAnswer(answer.RequestId) : throw answer.ToException(mayHaveEffect: false);
    }

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
        => _uploads.UploadAsync(path, model, log, ct);

    private Task<ApiAnswer> SubmitAsync(PreparedRequest prepared, string timeout, IDeparture departure, CancellationToken ct)
    {
        var request = (DashScopeRequest)prepared;
        var headers = new List<KeyValuePair<string, string>>();
        if (request.IsAsync)
        {
            headers.Add(new(AsyncHeader, "enable"));
        }

        if (request.ResolvesOss)
        {
            headers.Add(new(ResolveHeader, "enable"));
        }

        var wire = new OutgoingRequest(HttpMethod.Post, request.Path) { Body = new JsonBody(request.Body), Headers = headers };
        return _calls.SubmitAsync(wire, request.Model, _contract.Seconds(timeout), departure, ct);
    }

    private string TaskPath(TaskAddress task) => _contract.Data.Api.Tasks + Uri.EscapeDataString(task.TaskId);

    private TaskAnswer ReadTask(TaskAddress task, ApiAnswer answer)
    {
        var root = answer.Expect(mayHaveEffect: false);
        if (answer.IsFailedLook)
        {
            throw answer.ToException(mayHaveEffect: false);
        }

        try
        {
            var read = _reader.ReadTask(root, _time.GetUtcNow()) with { Excerpt = answer.Excerpt };
            return read.TaskId is null || string.Equals(read.TaskId, task.TaskId, StringComparison.OrdinalIgnoreCase)
                ? read
                : throw answer.Explain(ServiceErrors.AnswerOfAnotherTask(read.TaskId, task.TaskId));
        }
        catch (InvalidDataException)
        {
            throw answer.Unreadable(mayHaveEffect: false);
        }
    }
}
