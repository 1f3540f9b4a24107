using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// Advice on a file that breaks a rule. It names Convert-WanMedia only where Convert-WanMedia would take that very file with the tools found
/// here, and says what else would help where it would not.
/// </summary>
internal static class ConvertAdvice
{
    private const string Elsewhere = "Export it again with another program";

    /// <summary>The advice.</summary>
    /// <param name="facts">What the file's headers say.</param>
    /// <param name="role">What it is for.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="what">What has to be done, such as <c>make it smaller</c>.</param>
    /// <param name="tools">The programs found here; null for none.</param>
    public static string For(MediaFacts facts, MediaRole role, ContractView contract, string what, FfmpegTools? tools)
    {
        var formats = string.Join(" or ", contract.Values(role.FormatsRule));
        if (facts.IsPartial || facts.IsStored)
        {
            return ForRemote(what, formats, tools);
        }

        ConformPlan plan;
        try
        {
            plan = MediaConform.Plan(facts, role, contract);
        }
        catch (WanException refused)
        {
            return refused.Error.RecommendedAction ?? $"{Elsewhere}, as {formats}.";
        }

        if (plan.Conforms)
        {
            // It would be copied as it is, which mends nothing.
            return $"{Elsewhere}, as {formats}.";
        }

        var line = $"ffmpeg {LineOf(plan)}";
        return tools is null ? $"Where ffmpeg is installed: {line} - or {Lower(Elsewhere)}, as {formats}. With ffmpeg on the PATH here, Convert-WanMedia does it too."
            : FfmpegSkills.Of(tools).Lacks(plan) is { } lack ? $"The ffmpeg found here cannot do it ({lack}). {Elsewhere}, as {formats}, or with another ffmpeg: {line}"
            : $"Let Convert-WanMedia {what}: Convert-WanMedia -Path '{facts.Path.Replace("'", "''", StringComparison.Ordinal)}' -Route {role.Route} -Role {role.Word}.";
    }

    /// <summary>Advice on a file behind a URL, of which no more than the beginning is known.</summary>
    public static string ForRemote(string what, string formats, FfmpegTools? tools)
        => tools is null ? $"{Elsewhere}, as {formats}; or download it and install ffmpeg, with which Convert-WanMedia can {what}." : $"Download it and let Convert-WanMedia {what}.";

    /// <summary>What Convert-WanMedia would run, for a shell; names without their folders.</summary>
    private static string LineOf(ConformPlan plan)
    {
        var command = ConformCommand.For(plan, attempt: 0);
        var name = Path.GetFileName(plan.Source.Path);
        var target = $"{Path.GetFileNameWithoutExtension(name)}-wan{plan.Extension}";
        return string.Join(' ', new[] { command.Input, "-i", Quoted(name), command.Output, Quoted(target) }.Where(static part => part.Length > 0));
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Lower(string text) => char.ToLower(text[0], CultureInfo.InvariantCulture) + text[1..];
}
