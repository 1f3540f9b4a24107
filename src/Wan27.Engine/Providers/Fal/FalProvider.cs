using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// The routes through the queue of fal.ai, under its own contract. It has no list of requests and no key against repetition, so that a
/// submit whose answer was lost can only be reported.
/// </summary>
internal sealed class FalProvider : IProvider
{
    // The platform repeats a job up to ten times by itself; a job is submitted, and billed, once.
    private static readonly KeyValuePair<string, string>[] Once = [new("X-Fal-No-Retry", "1")];

    private readonly Bundle _bundle;
    private readonly ContractView _contract;
    private readonly AccountCalls _calls;
    private readonly FalAnswers _answers;
    private readonly FalUploads _uploads;
    private readonly TimeProvider _time;

    public FalProvider(ProviderConnection connection)
    {
        _bundle = connection.Bundle;
        _contract = _bundle.Contract;
        _time = connection.Time;
        _calls = new AccountCalls(connection, FalAnswerWords.Instance);
        _answers = new FalAnswers(_contract);
        _uploads = new FalUploads(connection, _calls);
    }

    public TimeSpan? ClockOffset => _calls.ClockOffset;

    public IEvidenceReader? Evidence => null;

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => FalBodies.Of(request, _contract, urlOf);

    public Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
        => throw new NotSupportedException("Pictures of this provider are made by tasks.");

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var job = (FalRequest)request;
        var sent = new OutgoingRequest(HttpMethod.Post, FalAddresses.Submit(job.Model)) { Body = new JsonBody(job.Body), Headers = Once };
        var answer = await _calls.SubmitAsync(sent, job.Model, _contract.Seconds("http.submit.timeout.seconds"), departure, ct);
        var root = answer.Expect(mayHaveEffect: true);
        return FalAnswers.RequestId(root) is { } id
            ? new SubmitAnswer(id, AnswerJson.Line(root, "status") ?? FalWords.InQueue, answer.RequestId)
            : throw answer.Unreadable(mayHaveEffect: true);
    }

    public Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.LookAsync, ct);

    public Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.PollAsync, ct);

    public Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => throw RouteErrors.NotOffered(_bundle.Provider.Owner, "list of requests", "Get-WanTask without -Remote shows those of the journal; the dashboard of fal.ai shows all.");

    public async Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct)
    {
        var answer = await _calls.LookAsync(new OutgoingRequest(HttpMethod.Put, FalAddresses.Cancel(task)), ct);
        var word = answer.Json is { } json ? AnswerJson.Line(json, "status") : null;
        return word switch
        {
            FalWords.CancelOk => new CancelAnswer(answer.RequestId, new TaskAnswer
            {
                State = WanTaskState.Canceled,
                Status = word,
                RequestId = answer.RequestId,
                EndedAt = _time.GetUtcNow(),
                Error = AsyncErrors.TaskCanceledAtWrapper(task.TaskId, _bundle.Provider.Owner, "It was taken out of the queue before it ran.").Error,
            }),
            FalWords.CancelRequested => new CancelAnswer(answer.RequestId, Note: $"Task {task.TaskId} was told to stop while it ran: it may end all the same, and is then billed. Wait-WanTask says how it ends."),
            FalWords.CancelTooLate => throw answer.Explain(new WanException(FalErrors.Table.Of(word, null, answer.RequestId, answer.Status))),
            FalWords.NotFound => throw answer.Explain(AsyncErrors.TaskUnknownToWrapper(task.TaskId, _bundle.Provider.Owner, LimitRange.Text(_contract.Number("task.valid.hours")))),
            _ => throw (answer.IsSuccess ? answer.Unreadable(mayHaveEffect: false) : answer.ToException(mayHaveEffect: false)),
        };
    }

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct) => _uploads.UploadAsync(path, log, ct);

    /// <summary>Once a request has ended, its result is fetched in the same breath: it is kept for minutes only.</summary>
    private async Task<TaskAnswer> LookAsync(TaskAddress task, Func<OutgoingRequest, CancellationToken, Task<ApiAnswer>> ask, CancellationToken ct)
    {
        var status = await ask(OutgoingRequest.Get(FalAddresses.Status(task)), ct);
        if (status.Status is 404 or 410)
        {
            return _answers.Unknown(task, status);
        }

        var root = status.Expect(mayHaveEffect: false);
        if (AnswerJson.Raw(root, "request_id") is { } id && !string.Equals(id, task.TaskId, StringComparison.OrdinalIgnoreCase))
        {
            throw status.Explain(ServiceErrors.AnswerOfAnotherTask(id, task.TaskId));
        }

        return AnswerJson.Line(root, "status") switch
        {
            null => throw status.Unreadable(mayHaveEffect: false),
            FalWords.Completed => _answers.Ended(task, status, await ask(OutgoingRequest.Get(FalAddresses.Result(task)), ct), _time.GetUtcNow()),
            var word => FalAnswers.UnderWay(status, word),
        };
    }
}
