using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Novita;

/// <summary>
/// The routes through Novita, under its own contract. It has no list of tasks, no call that cancels one, no key against repetition and no
/// uploads; a submit whose answer was lost can only be reported.
/// </summary>
internal sealed class NovitaProvider : IProvider
{
    private readonly Bundle _bundle;
    private readonly ContractView _contract;
    private readonly AccountCalls _calls;
    private readonly NovitaAnswers _answers;
    private readonly TimeProvider _time;

    public NovitaProvider(ProviderConnection connection)
    {
        _bundle = connection.Bundle;
        _contract = _bundle.Contract;
        _time = connection.Time;
        _calls = new AccountCalls(connection, NovitaAnswerWords.Instance);
        _answers = new NovitaAnswers(_contract);
    }

    public TimeSpan? ClockOffset => _calls.ClockOffset;

    public IEvidenceReader? Evidence => null;

    private string Owner => _bundle.Provider.Owner;

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => NovitaBodies.Of(request, _contract, urlOf);

    public Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
        => throw new NotSupportedException("This provider has no pictures.");

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var job = (NovitaRequest)request;
        var sent = new OutgoingRequest(HttpMethod.Post, NovitaAddresses.Submit(job.Model)) { Body = new JsonBody(job.Body) };
        var answer = await _calls.SubmitAsync(sent, job.Model, _contract.Seconds("http.submit.timeout.seconds"), departure, ct);
        var root = answer.Expect(mayHaveEffect: true);
        return NovitaAnswers.TaskId(root) is { } id ? new SubmitAnswer(id, NovitaWords.Queued, answer.RequestId)
            : throw (answer.Code is null ? answer.Unreadable(mayHaveEffect: true) : answer.ToException(mayHaveEffect: true));
    }

    public Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.LookAsync, ct);

    public Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.PollAsync, ct);

    public Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "list of tasks", "Get-WanTask without -Remote shows those of the journal.");

    public Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "way to cancel a task", "It runs to its end and is billed: Wait-WanTask and Save-WanResult fetch what it makes.");

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "upload of files", "Give an https:// URL, or name a store of yours that inputs go through: Set-WanProfile -UploadStore.");

    private async Task<TaskAnswer> LookAsync(TaskAddress task, Func<OutgoingRequest, CancellationToken, Task<ApiAnswer>> ask, CancellationToken ct)
    {
        var answer = await ask(OutgoingRequest.Get(NovitaAddresses.Result(task.TaskId)), ct);
        if (answer.Code is NovitaWords.TaskNotFound)
        {
            return _answers.Unknown(task, answer);
        }

        if (answer.Code is NovitaWords.TaskFailed)
        {
            return NovitaAnswers.FailedLook(answer);
        }

        var root = answer.Expect(mayHaveEffect: false);
        if (AnswerJson.Member(root, "task") is not { } told || AnswerJson.Line(told, "status") is not { Length: > 0 } word)
        {
            throw answer.Code is null ? answer.Unreadable(mayHaveEffect: false) : answer.ToException(mayHaveEffect: false);
        }

        return AnswerJson.Raw(told, "task_id") is { Length: > 0 } id && !string.Equals(id, task.TaskId, StringComparison.OrdinalIgnoreCase)
            ? throw answer.Explain(ServiceErrors.AnswerOfAnotherTask(id, task.TaskId))
            : _answers.Read(task, word, root, answer, _time.GetUtcNow());
    }
}
