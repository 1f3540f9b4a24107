using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes;

/// <summary>What can be said of a media input without opening it.</summary>
internal static class MediaForm
{
    public static IEnumerable<WanCheck> Check(MediaPart part, ContractView contract)
    {
        var check = new OptionChecks(contract);
        var subject = $"{part.Type} {part.Source.Display}";
        if (part.Source.IsDataUri)
        {
            foreach (var finding in CheckDataUri(part, contract, check, subject))
            {
                yield return finding;
            }
        }
        else if (part.Source.Url is not null && (!Uri.TryCreate(part.Source.Url, UriKind.Absolute, out var uri) || (uri.Host.Length == 0 && !part.Source.IsHeldByProvider)))
        {
            yield return check.Fail($"{part.Rules}.url", subject, part.Source.Display, $"'{part.Source.Display}' is not an absolute URL.", $"Give an {MediaSource.UrlForms} URL, or a local path.");
        }
    }

    /// <summary>Says why a path cannot be sent, or null. It opens regular files only, so it never waits on a pipe.</summary>
    public static string? RefuseFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return $"'{path}' is a directory, not a file.";
            }

            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return $"The file '{path}' does not exist.";
            }

            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: false })
            {
                return $"'{path}' is a link to a file that does not exist.";
            }

            if (file.Length == 0 && file.LinkTarget is null)
            {
                return (file.Attributes & (FileAttributes.Normal | FileAttributes.Archive | FileAttributes.ReadOnly)) != 0
                    ? $"The file '{path}' is empty."
                    : $"'{path}' is empty or not a regular file.";
            }

            using (file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                return null;
            }
        }
        catch (UnauthorizedAccessException)
        {
            return $"The file '{path}' cannot be read: access is denied.";
        }
        catch (IOException)
        {
            return $"The file '{path}' cannot be read: it may be in use, or its drive may be gone.";
        }
    }

    private static IEnumerable<WanCheck> CheckDataUri(MediaPart part, ContractView contract, OptionChecks check, string subject)
    {
        if (RouteCatalogue.All.SelectMany(static route => route.Roles).Any(role => role.Group == part.Rules && role.Kind != MediaKind.Image))
        {
            yield return check.Fail($"{part.Rules}.url", subject, "data URI", $"A {part.Type} cannot be a data URI.", "Give a local path or a URL.");
        }

        var max = contract.Integer("dataUri.encodedBytes.max");
        if (part.Source.Url!.Length >= max)
        {
            yield return check.Fail("dataUri.encodedBytes.max", subject, $"{part.Source.Url.Length} bytes", $"The data URI has {part.Source.Url.Length} bytes; below {max} is safe.",
                "Give a local path: it is uploaded without that limit.", $"below {max} bytes", contract.Source("dataUri.encodedBytes.max"));
        }
    }
}
