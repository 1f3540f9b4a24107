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
                throw ErrorFactory.Local(
                    WanBoundary.Media, "UploadOfOtherModel", $"{name} was uploaded for {model}, and this job is for {request.Model}; an upload works for one model only.",
                    $"Upload it for this one: Publish-WanMedia '{upload.Path}' {request.Model}, or give the file itself.");
            }

            if (upload.ExpiresAt != default && upload.ExpiresAt <= now)
            {
                throw ErrorFactory.Local(
                    WanBoundary.Media, "UploadExpired", string.Create(CultureInfo.InvariantCulture, $"The upload of {name} expired at {upload.ExpiresAt:yyyy-MM-dd HH:mm:ss zzz}."),
                    $"Publish it again: Publish-WanMedia '{upload.Path}' {request.Model}, or give the file itself.");
            }
        }
    }
}
