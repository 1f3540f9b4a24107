using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>The media that one of this module's objects, or a file, stands for.</summary>
internal static class MediaOf
{
    /// <summary>Paths or URLs; null when the object stands for none.</summary>
    public static IReadOnlyList<string>? Object(object? input) => input switch
    {
        WanImageResult picture => [picture.ImageUrl],
        WanAsset asset => [asset.Path],
        WanPublishedMedia published => [published.Url],
        FileSystemInfo file => [file.FullName],
        Uri uri => [uri.OriginalString],
        WanTask task => Results(task),
        _ => null,
    };

    /// <summary>A stored result is taken from disk: its URL may be gone.</summary>
    private static IReadOnlyList<string> Results(WanTask task)
    {
        if (task.Files.Count > 0 && task.Files.All(File.Exists))
        {
            return task.Files;
        }

        return task.ResultUrls.Count > 0
            ? task.ResultUrls
            : throw (task.IsFinished ? AsyncErrors.NoMedia(task.TaskId, task.State) : AsyncErrors.NoMediaYet(task.TaskId));
    }
}
