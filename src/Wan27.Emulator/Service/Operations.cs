namespace Wan27.Emulator.Service;

/// <summary>The names under which log and faults know what a request asks for.</summary>
internal static class Operations
{
    public const string ImageSync = "image.sync";
    public const string ImageAsync = "image.async";
    public const string VideoSubmit = "video.submit";
    public const string TaskQuery = "task.query";
    public const string TaskResult = "task.result";
    public const string TaskCancel = "task.cancel";
    public const string TaskList = "task.list";
    public const string UploadPolicy = "upload.policy";
    public const string UploadPost = "upload.post";
    public const string ResultGet = "result.get";
    public const string ResultHead = "result.head";
    public const string MediaGet = "media.get";
    public const string ModelsList = "models.list";
    public const string ModelsLimits = "models.limits";
    public const string AccountGet = "account.get";
    public const string Control = "control";
    public const string Unknown = "unknown";
}
