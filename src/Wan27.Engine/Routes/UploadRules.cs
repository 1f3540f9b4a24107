using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>
/// An upload belongs to one model and dies after its time (contract section 7). The object says so, and is held against the job before
/// anything is sent; of a bare URL neither is known.
/// </summary>
internal static class UploadRules
{
    public static void Check(RouteRequest request, IEnumerable<WanPublishedMedia> uploads, DateTimeOffset now)
    {
        var used = request.Media.Select(static part => part.Source.Url).ToHashSet(StringComparer.Ordinal);
        foreach (var upload in uploads.Where(upload => used.Contains(upload.Url)))
        {
            var name = upload.Path.Length == 0 ? upload.Url : Path.GetFileName(upload.Path);
            if (upload.Model is { Length: > 0 } model && !model.Equals(request.Model, StringComparison.Ordinal))
            {
                throw MediaErrors.UploadOfOtherModel(name, model, upload.Path, request.Model);
            }

            if (upload.ExpiresAt is { } end && end <= now)
            {
                throw MediaErrors.UploadExpired(name, end.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture), upload.Path, request.Model);
            }
        }
    }
}
