using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Providers.Fal;

/// <summary>What the status and the result of a request say together.</summary>
internal sealed class FalAnswers(ContractView contract)
{
    private string Owner => contract.Data.Own!.Provider.Owner;

    /// <summary>The id of a new request; null where the answer holds none that can be one.</summary>
    public static string? RequestId(JsonElement root) => AnswerJson.Raw(root, "request_id") is { } id && TaskIdForm.Fits(id) ? id : null;

    /// <summary>A request that waits or runs.</summary>
    public static TaskAnswer UnderWay(ApiAnswer status, string word) => new()
    {
        State = WanTaskState.Polling,
        Status = word,
        IsWordUnknown = word is not (FalWords.InQueue or FalWords.InProgress),
        RequestId = status.RequestId,
        Excerpt = status.Excerpt,
    };

    /// <summary>A request that fal.ai does not know.</summary>
    public TaskAnswer Unknown(TaskAddress task, ApiAnswer status) => new()
    {
        State = WanTaskState.Expired,
        Status = FalWords.NotFound,
        RequestId = status.RequestId,
        Excerpt = status.Excerpt,
        Error = AsyncErrors.TaskUnknownToWrapper(task.TaskId, Owner, Hours("task.valid.hours")).Error,
    };

    /// <summary>A request that has ended: what came of it is told by its result alone.</summary>
    /// <param name="task">The request.</param>
    /// <param name="status">The answer that said so.</param>
    /// <param name="result">The answer at the result's address.</param>
    /// <param name="now">Reckoned from for as long as the result is kept.</param>
    public TaskAnswer Ended(TaskAddress task, ApiAnswer status, ApiAnswer result, DateTimeOffset now)
    {
        var said = status.Json is { } json && FalAnswerWords.CodeOf(json) is { } code ? (Code: (string?)code, Message: FalAnswerWords.MessageOf(json))
            : status.Json is { } other && AnswerJson.Raw(other, "error") is { Length: > 0 } text ? (null, text)
            : ((string?)null, null);
        var hasFailed = said.Code is not null || said.Message is not null;
        var answer = new TaskAnswer { TaskId = task.TaskId, State = WanTaskState.Completed, Status = FalWords.Completed, RequestId = result.RequestId ?? status.RequestId, Excerpt = result.Excerpt };
        if (result is { IsSuccess: true, Json: { ValueKind: JsonValueKind.Object } root })
        {
            // Whatever the status says: media that are there have been paid for.
            return Made(answer, root, now) is { LacksResult: false } made ? made
                : hasFailed ? Failed(answer, said.Code, said.Message, null)
                : answer;
        }

        return result switch
        {
            { Status: 404 or 410 } when !hasFailed => answer with
            {
                State = WanTaskState.Expired,
                ResultGone = true,
                Error = AsyncErrors.ResultGone(task.TaskId, Owner, Hours("result.url.valid.hours")).Error,
            },
            { Status: 404 or 410 } => Failed(answer, said.Code, said.Message, null),
            { Status: 400 or 413 or 422 or 451 } or { Status: >= 500, Json: not null } when result.Status < 500 || FalAnswerWords.Instance.IsSettled(result)
                => Failed(answer, result.Code ?? said.Code, FalAnswerWords.Instance.MessageOf(result) ?? said.Message, result.Status),
            _ => throw (result.IsSuccess ? result.Unreadable(mayHaveEffect: false) : result.ToException(mayHaveEffect: false)),
        };
    }

    private static TaskAnswer Failed(TaskAnswer answer, string? code, string? message, int? status)
        => answer with { State = WanTaskState.Failed, Error = FalErrors.Table.OfFailedTask(code, message, answer.RequestId, status) };

    private TaskAnswer Made(TaskAnswer answer, JsonElement root, DateTimeOffset now)
    {
        var video = AnswerJson.Member(root, "video") is { } film ? AnswerJson.Raw(film, "url") : null;
        var images = AnswerJson.Items(root, "images").Select(static image => AnswerJson.Raw(image, "url")).OfType<string>().ToArray();
        var urls = video is null ? images : [video];
        return answer with
        {
            VideoUrl = video,
            ImageUrls = images,
            UrlExpiresAt = urls.Length == 0 ? null : urls.Min(url => SignedUrl.Read(url).End ?? now + contract.Hours("result.url.valid.hours")),
            Usage = images.Length > 0 ? new WanUsage { BilledUnits = images.Length, Unit = "picture", ImageCount = images.Length } : null,
        };
    }

    private string Hours(string limit) => LimitRange.Text(contract.Number(limit));
}
