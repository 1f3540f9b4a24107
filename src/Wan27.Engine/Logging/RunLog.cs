using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Logging;

/// <summary>
/// What a profile's log tells of a run: every change of a task, every file, upload and error, each with the bundle it happened under. A log
/// that cannot be written never stops the work.
/// </summary>
/// <param name="file">Where it goes; null for a profile without a log.</param>
/// <param name="key">The profile's own key, which no line may hold; null where none is known.</param>
/// <param name="folder">The folder, as the user named it.</param>
/// <param name="contract">Its limits.</param>
/// <param name="time">The clock of its lines.</param>
/// <param name="warn">Told once that the log cannot be written.</param>
internal sealed class RunLog(RunLogFile? file, ApiKey? key, string? folder, ContractView contract, TimeProvider time, Action<string> warn)
{
    public bool IsKept => file is not null;

    private int Files => contract.Integer("log.files.max");

    /// <summary>Opens the log before anything is paid for: whoever ends a run at the first warning ends it here.</summary>
    public void Open() => Warn(file?.Open(Files));

    public void Task(WanTask task) => Write("task", task, line => line with
    {
        TaskId = task.TaskId,
        JobKey = task.JobKey,
        RequestId = task.RequestId,
        State = task.State,
        ProviderStatus = task.ProviderStatus,
        SubmittedAt = task.SubmittedAt,
        EndedAt = task.EndedAt,
        UrlExpiresAt = task.UrlExpiresAt,
        Candidates = task.Candidates.Count == 0 ? null : task.Candidates,
        Files = task.Files.Count == 0 ? null : task.Files,
        Usage = task.Usage,
        Request = task.Request.Count == 0 ? null : task.Request,
        Error = task.Error,
    });

    /// <summary>A task that the provider accepted and the journal could not note: this line may be the only trace of it.</summary>
    public void Unnoted(string taskId, string? requestId, WanError error)
        => Write("unnoted", null, line => line with { TaskId = taskId, RequestId = requestId, Error = error });

    public void Picture(WanImageResult picture) => Write("image", picture, line => line with
    {
        RequestId = picture.RequestId,
        Index = picture.Index,
        Count = picture.Count,
        Url = picture.ImageUrl,
        UrlExpiresAt = picture.UrlExpiresAt,
        Usage = picture.Usage,
        Request = picture.Request.Count == 0 ? null : picture.Request,
    });

    public void Uploaded(WanBundle bundle, string path, string url, DateTimeOffset? expiresAt)
        => Write("upload", bundle, line => line with { Path = path, Url = url, UrlExpiresAt = expiresAt });

    public void Stored(WanAsset asset) => Write("file", asset, line => line with
    {
        TaskId = asset.TaskId,
        JobKey = asset.JobKey,
        RequestId = asset.RequestId,
        Index = asset.Index,
        Path = asset.Path,
        Uri = asset.Uri,
        Store = asset.Store,
        Length = asset.Length,
        Sha256 = asset.Sha256,
        AlreadyStored = asset.AlreadyStored,
    });

    public void Failed(WanError error, WanBundle? bundle, string? taskId, string? jobKey = null)
        => Write("error", bundle, line => line with { TaskId = taskId, JobKey = jobKey, RequestId = error.RequestId, Error = error });

    private void Write(string name, WanBundle? bundle, Func<LogLine, LogLine> complete)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            var line = complete(LogLine.For(name, bundle, time.GetUtcNow())).ToJson();
            Warn(file.Write(key?.EraseFrom(line) ?? line, (long)contract.Number("log.file.bytes.max"), Files));
        }
        catch (Exception unforeseen)
        {
            // A line about a paid answer is never worth the answer.
            Warn(unforeseen.Message);
        }
    }

    private void Warn(string? why)
    {
        if (why is not null)
        {
            warn($"The log in '{folder}' cannot be written: {why} The work goes on without it; Set-WanProfile -LogPath names another folder.");
        }
    }
}
