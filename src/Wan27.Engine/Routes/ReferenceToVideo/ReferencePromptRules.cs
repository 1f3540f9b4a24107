using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>
/// The prompt against the references that it names. The service takes a prompt that names others or none of them and makes what it can, so that
/// these are warnings.
/// </summary>
internal static class ReferencePromptRules
{
    /// <summary>Names without a reference, and references without a name; each kind counted by itself.</summary>
    public static IEnumerable<WanCheck> Names(string prompt, IReadOnlyList<MediaSource> images, IReadOnlyList<MediaSource> videos, ContractView contract)
    {
        var check = new OptionChecks(contract);
        WanCheck[] findings =
        [
            .. Of("Image", "reference image", "-ReferenceImage", ReferenceNames.OfImages(prompt), images, check),
            .. Of("Video", "reference video", "-ReferenceVideo", ReferenceNames.OfVideos(prompt), videos, check),
        ];
        return findings.Length > 0 || images.Count + videos.Count == 0
            ? findings
            : [check.Pass("r2v.references.named", "Prompt", null, null, "The prompt names each reference, and no other.", contract.Source("r2v.references.max"))];
    }

    private static IEnumerable<WanCheck> Of(string word, string kind, string parameter, ReferenceNames names, IReadOnlyList<MediaSource> sources, OptionChecks check)
    {
        foreach (var number in names.Beyond(sources.Count))
        {
            var given = sources.Count switch { 0 => $"no {kind} is", 1 => $"only 1 {kind} is", _ => $"only {Counted.Of(sources.Count, kind)} are" };
            yield return check.Warn(
                "r2v.references.missing", "Prompt", $"{word} {number}", $"The prompt names {word} {number}, and {given} given.",
                $"Give it with {parameter}, or name another; images and videos are counted apart.");
        }

        foreach (var number in names.Unnamed(sources.Count))
        {
            var source = sources[number - 1];
            yield return check.Warn(
                "r2v.references.unnamed", "Prompt", $"{word} {number}", $"The prompt does not name {word} {number}, {(source.Path is { } path ? Path.GetFileName(path) : source.Display)}.",
                "Say what each reference is for: Image 1, Video 1, in the order given.");
        }
    }
}
