using Wan27.Engine.Contract;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Binding;

/// <summary>The media that one of this module's objects, or a file, stands for.</summary>
internal static class MediaOf
{
    /// <summary>Paths or URLs; null when the object stands for none.</summary>
    public static IReadOnlyList<string>? Object(object? input) => input switch
    {
        WanImageResult picture => [picture.ImageUrl],
        WanAsset asset => [asset.Path is { } path && (asset.Uri is null || File.Exists(path)) ? path : asset.Uri ?? string.Empty],
        WanPublishedMedia published => [published.Url],
        FileSystemInfo file => [file.FullName],
        Uri uri => [uri.OriginalString],
        WanTask task => Results(task),
        _ => null,
    };

    /// <summary>A stored result is taken from disk or from its bucket: its URL may be gone.</summary>
    private static IReadOnlyList<string> Results(WanTask task)
    {
        var files = task.Files.Where(static place => !StoreReference.Is(place)).ToArray();
        if (files.Length > 0 && files.All(File.Exists))
        {
            return files;
        }

        if (task.Files.Where(StoreReference.Is).ToArray() is { Length: > 0 } objects)
        {
            return objects;
        }

        return task.ResultUrls.Count > 0
            ? task.ResultUrls
            : throw (task.IsFinished ? AsyncErrors.NoMedia(task.TaskId, task.State) : AsyncErrors.NoMediaYet(task.TaskId));
    }
}
