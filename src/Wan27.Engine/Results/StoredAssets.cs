using System.Security.Cryptography;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>The results that the journal says are stored, if they still are.</summary>
internal static class StoredAssets
{
    /// <summary>The results in folders; null when there are none, or a file is gone, differs from what was stored, has lost its sidecar, or was stored falsely.</summary>
    /// <param name="task">A task of the journal.</param>
    /// <param name="isFalse">Takes the files that were stored as results and are none.</param>
    /// <param name="ct">Stops.</param>
    public static async Task<IReadOnlyList<WanAsset>?> ReadAsync(WanTask task, List<FalseFile> isFalse, CancellationToken ct)
    {
        var kind = ResultKinds.Of(task.Route);
        var assets = new List<WanAsset>();
        foreach (var path in task.Files.Where(static place => !StoredPlaces.IsObject(place)))
        {
            if (Sidecar.Read(path) is not { } sidecar || !File.Exists(path) || new FileInfo(path).Length != sidecar.File.Length)
            {
                return null;
            }

            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (!Convert.ToHexString(await SHA256.HashDataAsync(file, ct)).Equals(sidecar.File.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            if (FalseFile.Find(path, sidecar, kind) is { } found)
            {
                isFalse.Add(found);
            }
            else
            {
                assets.Add(AssetOf(task, path, sidecar));
            }
        }

        return isFalse.Count == 0 && assets.Count > 0 ? assets : null;
    }

    private static WanAsset AssetOf(WanTask task, string path, Sidecar sidecar) => new WanAsset
    {
        Path = path,
        SidecarPath = Sidecar.PathFor(path),
        Length = sidecar.File.Length,
        Sha256 = sidecar.File.Sha256,
        MediaType = sidecar.File.MediaType,
        Index = sidecar.Ids.Index,
        TaskId = task.TaskId,
        JobKey = task.JobKey,
        RequestId = sidecar.Ids.RequestId,
        StoredAt = sidecar.Times.Stored,
        AlreadyStored = true,
    }.Under(task);
}
