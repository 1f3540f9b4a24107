using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>
/// The prompt against the references that it names. The service takes a prompt that names others or none of them and makes what it can, so that
/// these are warnings.
/// </summary>
internal static class ReferencePromptRules
{
    /// <summary>Names without a reference, and references without a name; each kind counted by itself, unless the provider has one word for both.</summary>
    public static IEnumerable<WanCheck> Names(string prompt, IReadOnlyList<MediaSource> images, IReadOnlyList<MediaSource> videos, string? word, ContractView contract)
    {
        var check = new OptionChecks(contract);
        WanCheck[] findings = word is not null ? [.. Together(word, prompt, [.. images, .. videos], contract.Data.Own!.Provider.Owner, check)] :
        [
            .. Of("Image", "reference image", "-ReferenceImage", ReferenceNames.OfImages(prompt), images, check),
            .. Of("Video", "reference video", "-ReferenceVideo", ReferenceNames.OfVideos(prompt), videos, check),
        ];
        return findings.Length > 0 || images.Count + videos.Count == 0
            ? findings
            : [check.Pass("r2v.references.named", "Prompt", null, null, "The prompt names each reference, and no other.", contract.Source("r2v.references.max"))];
    }

    private static IEnumerable<WanCheck> Together(string word, string prompt, IReadOnlyList<MediaSource> sources, string owner, OptionChecks check)
    {
        var names = ReferenceNames.Of(word, prompt);
        foreach (var number in names.Beyond(sources.Count))
        {
            yield return check.Warn(
                "r2v.references.missing", "Prompt", $"{word}{number}", $"The prompt names {word}{number}, and {Counted.Of(sources.Count, "reference")} {(sources.Count == 1 ? "is" : "are")} given.",
                "Give it with -ReferenceImage or -ReferenceVideo, or name another; images are counted before videos.");
        }

        foreach (var number in names.Unnamed(sources.Count))
        {
            yield return check.Warn(
                "r2v.references.unnamed", "Prompt", $"{word}{number}", $"The prompt does not name {word}{number}, {NameOf(sources[number - 1])}.",
                $"{owner} calls references {word}1, {word}2 and so on, images before videos: say so in the prompt what each is for.");
        }
    }

    private static string NameOf(MediaSource source) => source.Path is { } path ? Path.GetFileName(path) : source.Display;

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
            yield return check.Warn(
                "r2v.references.unnamed", "Prompt", $"{word} {number}", $"The prompt does not name {word} {number}, {NameOf(sources[number - 1])}.",
                "Say what each reference is for: Image 1, Video 1, in the order given.");
        }
    }
}
