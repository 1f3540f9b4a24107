using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>Finds the path of one result among those that other results of the run have taken.</summary>
internal sealed class ResultNames(ResultTarget target, string folder, NameReservations reservations, string owner, Uri url)
{
    private readonly NameTemplate _template = target.FileNameTemplate is { } text
        ? NameTemplate.Parse(text)
        : NameTemplate.DefaultFor(target.Naming);

    /// <summary>The result's path for an extension.</summary>
    /// <param name="extension">Extension with its dot.</param>
    /// <param name="reserve">False to look only.</param>
    public string Settle(string extension, bool reserve)
    {
        // Another run may have met the results in another order: what already belongs to this one comes before a free name.
        for (var copy = 1; ; copy++)
        {
            var candidate = PathOf(extension, copy);
            if (IsOwn(candidate) && (!reserve || reservations.TryTake(candidate, owner)))
            {
                return candidate;
            }

            if (!File.Exists(candidate) && !File.Exists(PartFile.PathFor(candidate)))
            {
                break;
            }
        }

        var first = 1;
        while (reserve && !reservations.TryTake(PathOf(extension, first), owner))
        {
            first++;
        }

        return PathOf(extension, first);
    }

    /// <summary>True when a sidecar tells of this very result.</summary>
    public bool Owns(Sidecar sidecar)
        => target.Naming.Identity is { } identity && (sidecar.Ids.TaskId ?? sidecar.Ids.RequestId) is { } id
            ? identity == $"{id}#{sidecar.Ids.Index}"
            : sidecar.SourceUrl == BareUrl.Of(url);

    private bool IsOwn(string path)
        => (Sidecar.Read(path) is { } sidecar && Owns(sidecar)) || PartFile.StateFor(path)?.UrlPath == url.AbsolutePath;

    private string PathOf(string extension, int copy)
    {
        var path = Path.GetFullPath(Path.Combine(folder, _template.Fill(target.Naming, extension, copy)));
        return path.StartsWith(folder, StringComparison.Ordinal)
            ? path
            : throw StorageErrors.NameTemplateOutside(path);
    }
}
