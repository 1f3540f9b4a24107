using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>What a prediction says.</summary>
internal sealed class ReplicateAnswers(ContractView contract)
{
    private string Owner => contract.Data.Own!.Provider.Owner;

    /// <summary>The id of a new prediction; null where the answer holds none that can be one.</summary>
    public static string? Id(JsonElement root) => AnswerJson.Raw(root, "id") is { } id && TaskIdForm.Fits(id) ? id : null;

    /// <summary>A prediction that Replicate does not know.</summary>
    public TaskAnswer Unknown(TaskAddress task, ApiAnswer answer) => new()
    {
        State = WanTaskState.Expired,
        Status = ReplicateWords.NotFound,
        Excerpt = answer.Excerpt,
        Error = AsyncErrors.TaskUnknownToWrapper(task.TaskId, Owner, LimitRange.Text(contract.Number("task.valid.hours"))).Error,
    };

    /// <summary>A prediction as it is.</summary>
    /// <param name="task">What was asked for.</param>
    /// <param name="root">The prediction.</param>
    /// <param name="excerpt">The beginning of the answer.</param>
    /// <param name="now">Reckoned from where it does not say when it ended.</param>
    /// <exception cref="InvalidDataException">It has no state.</exception>
    public TaskAnswer Read(TaskAddress task, JsonElement root, string excerpt, DateTimeOffset now)
    {
        var word = AnswerJson.Line(root, "status") ?? throw new InvalidDataException("The prediction has no status.");
        var ended = AnswerJson.Time(root, "completed_at");
        var urls = Output(root);
        var isClip = contract.Data.FindModel(AnswerJson.Raw(root, "model") ?? task.Model ?? string.Empty) is not { Route: WanRoutes.Image };
        var answer = new TaskAnswer
        {
            TaskId = AnswerJson.Raw(root, "id"),
            State = ReplicateWords.StateOf(word),
            Status = word,
            IsWordUnknown = !ReplicateWords.IsKnown(word),
            SubmittedAt = AnswerJson.Time(root, "created_at"),
            ScheduledAt = AnswerJson.Time(root, "started_at"),
            EndedAt = ended,
            OriginalPrompt = Prompt(root) is { } prompt ? ServerText.Prose(prompt) : null,
            VerbatimPrompt = Prompt(root),
            VideoUrl = isClip && urls.Count == 1 ? urls[0] : null,
            ImageUrls = isClip && urls.Count == 1 ? [] : urls,
            UrlExpiresAt = urls.Count == 0 ? null : urls.Min(url => SignedUrl.Read(url).End ?? (ended ?? now) + contract.Hours("result.url.valid.hours")),
            Usage = !isClip && urls.Count > 0 ? new WanUsage { BilledUnits = urls.Count, Unit = "picture", ImageCount = urls.Count } : null,
            Excerpt = excerpt,
        };
        return word switch
        {
            ReplicateWords.Succeeded when urls.Count == 0 && AnswerJson.IsTrue(root, "data_removed") => answer with
            {
                State = WanTaskState.Expired,
                ResultGone = true,
                Error = AsyncErrors.ResultGone(task.TaskId, Owner, LimitRange.Text(contract.Number("result.url.valid.hours"))).Error,
            },
            ReplicateWords.Failed => answer with { Error = Failure(root) },
            ReplicateWords.Aborted => answer with { Error = AsyncErrors.TaskCanceledAtWrapper(task.TaskId, Owner, "It was given up before it ran, and is not billed.").Error },
            ReplicateWords.Canceled => answer with { Error = AsyncErrors.TaskCanceledAtWrapper(task.TaskId, Owner, "What it had done until then may be billed.").Error },
            _ => answer,
        };
    }

    /// <summary>The prompt of a prediction, as long as its input is kept.</summary>
    public static string? Prompt(JsonElement root) => AnswerJson.Member(root, "input") is { } input ? AnswerJson.Raw(input, "prompt") : null;

    private static WanError Failure(JsonElement root)
    {
        var text = AnswerJson.Raw(root, "error");
        return ReplicateErrors.Table.OfFailedTask(ReplicateAnswerWords.CodeIn(text), text, null);
    }

    /// <summary>One address, or several.</summary>
    private static IReadOnlyList<string> Output(JsonElement root)
        => AnswerJson.Raw(root, "output") is { Length: > 0 } one ? [one]
            : [.. AnswerJson.Items(root, "output").Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!).Where(static url => url.Length > 0)];
}
