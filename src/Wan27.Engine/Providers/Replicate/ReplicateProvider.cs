using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>The routes through Replicate's predictions, under its own contract. Its list tells the input of each, so that a lost submit finds its own.</summary>
internal sealed class ReplicateProvider : IProvider
{
    private readonly Bundle _bundle;
    private readonly ContractView _contract;
    private readonly AccountCalls _calls;
    private readonly ReplicateAnswers _answers;
    private readonly ReplicateUploads _uploads;
    private readonly TimeProvider _time;

    public ReplicateProvider(ProviderConnection connection)
    {
        _bundle = connection.Bundle;
        _contract = _bundle.Contract;
        _time = connection.Time;
        _calls = new AccountCalls(connection, ReplicateAnswerWords.Instance);
        _answers = new ReplicateAnswers(_contract);
        _uploads = new ReplicateUploads(connection, _calls);
        Evidence = new ReplicateEvidence(this, _calls);
    }

    public TimeSpan? ClockOffset => _calls.ClockOffset;

    public IEvidenceReader? Evidence { get; }

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => ReplicateBodies.Of(request, _contract, urlOf);

    public Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
        => throw new NotSupportedException("Pictures of this provider are made by tasks.");

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var job = (ReplicateRequest)request;
        var sent = new OutgoingRequest(HttpMethod.Post, ReplicateAddresses.Submit(job.Model)) { Body = new JsonBody(new JsonObject { ["input"] = job.Input.DeepClone() }) };
        var answer = await _calls.SubmitAsync(sent, job.Model, _contract.Seconds("http.submit.timeout.seconds"), departure, ct);
        var root = answer.Expect(mayHaveEffect: true);
        return ReplicateAnswers.Id(root) is { } id
            ? new SubmitAnswer(id, AnswerJson.Line(root, "status") ?? ReplicateWords.Starting, answer.RequestId)
            : throw answer.Unreadable(mayHaveEffect: true);
    }

    public async Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct) => ReadTask(task, await _calls.LookAsync(OutgoingRequest.Get(ReplicateAddresses.Of(task)), ct));

    public async Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct) => ReadTask(task, await _calls.PollAsync(OutgoingRequest.Get(ReplicateAddresses.Of(task)), ct));

    public async Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
    {
        var rows = new List<ListedTask>();
        foreach (var row in await ReplicateList.ReadAsync(_calls, ct))
        {
            var (id, model, word) = (ReplicateAnswers.Id(row), AnswerJson.Line(row, "model"), AnswerJson.Line(row, "status"));
            var made = AnswerJson.Time(row, "created_at");
            if (id is not null && (query.TaskId ?? id) == id && (query.Model ?? model) == model && (query.Status ?? word) == word && !(made < query.From) && !(made > query.To))
            {
                rows.Add(new ListedTask(id, model, word, ReplicateWords.StateOf(word), null, made, AnswerJson.Time(row, "started_at"), AnswerJson.Time(row, "completed_at")));
            }
        }

        return rows;
    }

    public async Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct)
    {
        var answer = await _calls.LookAsync(new OutgoingRequest(HttpMethod.Post, ReplicateAddresses.Cancel(task)), ct);
        if (answer.Status == 404)
        {
            throw answer.Explain(new WanException(_answers.Unknown(task, answer).Error!));
        }

        var now = ReadTask(task, answer);
        return now.State switch
        {
            WanTaskState.Canceled => new CancelAnswer(answer.RequestId, now),
            WanTaskState.Completed or WanTaskState.Failed or WanTaskState.Expired => throw answer.Explain(AsyncErrors.UnsupportedOperationOfCompleted(now.State)),
            _ => new CancelAnswer(answer.RequestId, Note: $"Task {task.TaskId} was asked to stop, and Replicate calls it '{now.Status}': it may end all the same, and is then billed. Wait-WanTask says how it ends."),
        };
    }

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct) => _uploads.UploadAsync(path, log, ct);

    private TaskAnswer ReadTask(TaskAddress task, ApiAnswer answer)
    {
        if (answer.Status is 404 or 410)
        {
            return _answers.Unknown(task, answer);
        }

        var root = answer.Expect(mayHaveEffect: false);
        try
        {
            var read = _answers.Read(task, root, answer.Excerpt, _time.GetUtcNow());
            return read.TaskId is null || read.TaskId == task.TaskId ? read : throw answer.Explain(ServiceErrors.AnswerOfAnotherTask(read.TaskId, task.TaskId));
        }
        catch (InvalidDataException)
        {
            throw answer.Unreadable(mayHaveEffect: false);
        }
    }
}
