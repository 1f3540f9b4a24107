using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>
/// Video editing through WaveSpeed, under its own contract. No list of predictions, no call that cancels one and no key against repetition
/// is documented; a submit whose answer was lost can only be reported.
/// </summary>
internal sealed class WaveSpeedProvider : IProvider
{
    private readonly Bundle _bundle;
    private readonly ContractView _contract;
    private readonly AccountCalls _calls;
    private readonly WaveSpeedAnswers _answers;
    private readonly WaveSpeedUploads _uploads;

    public WaveSpeedProvider(ProviderConnection connection)
    {
        _bundle = connection.Bundle;
        _contract = _bundle.Contract;
        _calls = new AccountCalls(connection, WaveSpeedAnswerWords.Instance);
        _answers = new WaveSpeedAnswers(_contract);
        _uploads = new WaveSpeedUploads(connection, _calls);
    }

    public TimeSpan? ClockOffset => _calls.ClockOffset;

    public IEvidenceReader? Evidence => null;

    private string Owner => _bundle.Provider.Owner;

    public PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf) => WaveSpeedBodies.Of(request, _contract, urlOf);

    public Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct)
        => throw new NotSupportedException("This provider has no pictures.");

    public async Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct)
    {
        var job = (WaveSpeedRequest)request;
        var sent = new OutgoingRequest(HttpMethod.Post, WaveSpeedAddresses.Submit(job.Model)) { Body = new JsonBody(job.Body) };
        var answer = await _calls.SubmitAsync(sent, job.Model, _contract.Seconds("http.submit.timeout.seconds"), departure, ct);
        var root = answer.Expect(mayHaveEffect: true);

        // An id is a prediction, whatever else is said of it: the next look tells how it is.
        return AnswerJson.Member(root, "data") is { } data && WaveSpeedAnswers.TaskId(data) is { } id
            ? new SubmitAnswer(id, AnswerJson.Line(data, "status") ?? WaveSpeedWords.Created, answer.RequestId)
            : throw NotGood(answer, mayHaveEffect: true);
    }

    public Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.LookAsync, ct);

    public Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct) => LookAsync(task, _calls.PollAsync, ct);

    public Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "documented list of predictions", "Get-WanTask without -Remote shows those of the journal; the dashboard of WaveSpeed shows all.");

    public Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct)
        => throw RouteErrors.NotOffered(Owner, "documented way to cancel a prediction", "It runs to its end and is billed: Wait-WanTask and Save-WanResult fetch what it makes.");

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct) => _uploads.UploadAsync(path, log, ct);

    /// <summary>What stands in the envelope of a refusal under a good status.</summary>
    private static WanException NotGood(ApiAnswer answer, bool mayHaveEffect) => answer.Code is null ? answer.Unreadable(mayHaveEffect) : answer.ToException(mayHaveEffect);

    private async Task<TaskAnswer> LookAsync(TaskAddress task, Func<OutgoingRequest, CancellationToken, Task<ApiAnswer>> ask, CancellationToken ct)
    {
        var answer = await ask(OutgoingRequest.Get(WaveSpeedAddresses.Result(task.TaskId)), ct);
        if (IsNotThere(answer))
        {
            // The pages name the address in two forms: a prediction is not there only where neither knows it.
            answer = await ask(OutgoingRequest.Get(WaveSpeedAddresses.Bare(task.TaskId)), ct);
            if (IsNotThere(answer))
            {
                return _answers.Unknown(task, answer);
            }
        }

        var root = answer.Expect(mayHaveEffect: false);
        if (AnswerJson.Member(root, "data") is not { ValueKind: JsonValueKind.Object } data || AnswerJson.Line(data, "status") is not { Length: > 0 } word)
        {
            throw NotGood(answer, mayHaveEffect: false);
        }

        return AnswerJson.Raw(data, "id") is { Length: > 0 } id && !string.Equals(id, task.TaskId, StringComparison.Ordinal)
            ? throw answer.Explain(ServiceErrors.AnswerOfAnotherTask(id, task.TaskId))
            : _answers.Read(task, word, data, answer);
    }

    private static bool IsNotThere(ApiAnswer answer) => answer.Status == 404 || (answer.IsSuccess && answer.Code == "404");
}
