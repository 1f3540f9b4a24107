using System.Globalization;
using Wan27.Engine.Results.Proofs;

namespace Wan27.Engine.Results;

/// <summary>A file that was stored as a result and is none: what an earlier version took from a host that sent something else.</summary>
internal sealed record FalseFile(string Path, int Index, DateTimeOffset StoredAt, ResultKind Kind, string Detail)
{
    /// <summary>A file that is what was stored, held against what its route makes; null when it is a result.</summary>
    /// <exception cref="WanException">The file cannot be read.</exception>
    public static FalseFile? Find(string path, Sidecar sidecar, ResultKind kind)
    {
        try
        {
            var proven = ResultProof.OfFile(path, kind);
            return proven.IsProven ? null : new FalseFile(path, sidecar.Ids.Index, sidecar.Times.Stored, kind, proven.Detail);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, path);
        }
    }

    /// <summary>What is said when the result is fetched in its place.</summary>
    public string Warning => $"{Said} It is fetched again.";

    /// <summary>What is said when the result went elsewhere.</summary>
    public string MovedTo(string path) => $"{Said} The result was fetched again and is now '{path}'; the false file can be deleted.";

    /// <summary>The error that stands in the way of fetching it again, with the file named.</summary>
    public WanException Explain(WanException failed)
        => failed.Message.Contains(Path, StringComparison.Ordinal)
            ? failed
            : new WanException(failed.Error with { Message = $"{Said} It could not be fetched again: {failed.Error.Message}" }, failed.InnerException)
            {
                Bundle = failed.Bundle,
                TaskId = failed.TaskId,
                Exchange = failed.Exchange,
            };

    /// <summary>Removes the file and its sidecar once the result is stored under another name.</summary>
    public void RemoveUnless(string stored)
    {
        if (stored == Path)
        {
            return;
        }

        try
        {
            File.Delete(Sidecar.PathFor(Path));
            File.Delete(Path);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            // The result is stored; without its sidecar the false file is nobody's result any more.
        }
    }

    private string Said => string.Create(
        CultureInfo.InvariantCulture,
        $"'{Path}', stored on {StoredAt.UtcDateTime:yyyy-MM-dd}, is no {ResultProof.NameOf(Kind)}, or not a whole one: {Detail}.");
}
