using System.ComponentModel;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Media;

/// <summary>
/// Makes files conform to a role: plans the steps, runs them through ffmpeg into a part file beside the destination, holds the result
/// against the same rules as any input, and only then gives it its name. The source is never touched.
/// </summary>
internal sealed class MediaConform(FfmpegTools? tools)
{
    /// <summary>Samples per second of sound that is written anew.</summary>
    public const int SampleRate = 48_000;

    private const int CopyBuffer = 1 << 20;

    /// <summary>Rounds of ever stronger compression before giving up.</summary>
    private const int Attempts = 8;

    public static ConformPlan Plan(MediaFacts source, MediaRole role, ContractView contract, ConformOptions? options = null)
        => ConformPlanner.Plan(new ConformSource(source), role, contract, options ?? ConformOptions.Default);

    /// <summary>As above, after ffprobe has looked at the file too; by the headers alone where it is not installed.</summary>
    /// <exception cref="WanException">The file cannot be made to conform, or ffprobe does not find in it what its headers name.</exception>
    public async Task<ConformPlan> PlanAsync(MediaFacts source, MediaRole role, ContractView contract, ConformOptions options, CancellationToken cancellationToken)
    {
        // What the headers alone rule out needs no second look.
        var plan = Plan(source, role, contract, options);
        return tools is null ? plan : ConformPlanner.Plan(await ConformSource.LookAsync(source, role, contract, tools, cancellationToken), role, contract, options);
    }

    /// <summary>Carries the plan out.</summary>
    /// <param name="plan">From <see cref="Plan"/>.</param>
    /// <param name="destination">Path of the result; its extension must be that of the plan's format.</param>
    /// <param name="progress">Takes percent done, 0 to 100, never falling.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes the part file.</param>
    /// <returns>What is to be known of the result: what the decoder complained about although it went on.</returns>
    /// <exception cref="WanException">The destination cannot be written, ffmpeg is absent or failed, or the result breaks a rule or the plan.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(ConformPlan plan, string destination, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = Path.GetFullPath(destination);
        RefuseTarget(plan, target);
        if (tools is not null && !plan.Seen.IsSeen)
        {
            plan = await PlanAsync(plan.Seen.Facts, plan.Role, plan.Contract, plan.Options, cancellationToken);
            RefuseTarget(plan, target);
        }

        var complaint = plan.Seen.Complaint;
        var part = Path.Combine(Path.GetDirectoryName(target)!, $".wan27-{Guid.NewGuid():N}.part");
        var monotone = new RisingProgress(progress);
        try
        {
            if (plan.Conforms)
            {
                await CopyAsync(plan.Source.Path, part, monotone, cancellationToken);
            }
            else
            {
                complaint = await ConvertAsync(plan, part, monotone, cancellationToken) ?? complaint;
            }

            DurableMove.Move(part, target, plan.Options.Overwrite);
            monotone.Report(100);
            return complaint is null ? [] : [$"ffmpeg complained while it read {Path.GetFileName(plan.Source.Path)}, which may be damaged: {complaint}. Look at the result."];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.ConformWrite(target, exception);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static void RefuseTarget(ConformPlan plan, string target)
    {
        var folder = Path.GetDirectoryName(target);
        if (folder is null || !Directory.Exists(folder))
        {
            throw StorageErrors.ConformFolder(folder ?? target);
        }

        if (IsSame(plan.Source.Path, target))
        {
            throw StorageErrors.ConformOntoSource();
        }

        if (File.Exists(target) && !plan.Options.Overwrite)
        {
            throw StorageErrors.ConformExists(target);
        }

        if (MediaFormat.FromExtension(Path.GetExtension(target)) is not { } promised || !MediaFormat.AreInterchangeable(promised, plan.Format))
        {
            throw MediaErrors.ConformExtension(plan.Format, Path.GetFileName(target), plan.Extension);
        }
    }

    private static bool IsSame(string source, string target)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Final(source), Final(target), comparison);

        static string Final(string path)
        {
            var file = new FileInfo(path);
            return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        }
    }

    private static async Task CopyAsync(string source, string part, RisingProgress progress, CancellationToken cancellationToken)
    {
        await using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        await using var to = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var buffer = new byte[CopyBuffer];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            progress.Report(100.0 * to.Position / Math.Max(from.Length, to.Position));
        }
    }

    private async Task<string?> ConvertAsync(ConformPlan plan, string part, RisingProgress progress, CancellationToken cancellationToken)
    {
        if (tools is null)
        {
            throw MediaErrors.FfmpegMissing(FfmpegTools.Advice);
        }

        IReadOnlyList<WanCheck> broken = [];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var command = ConformCommand.For(plan, attempt);
            var complaint = await EncodeAsync(plan, command, part, progress, cancellationToken);
            var facts = MediaProbe.Read(part);
            broken = [.. MediaRules.Check(plan.Role, "The result", facts, plan.Contract).Where(check => Breaks(check, plan))];
            if (broken.Count == 0)
            {
                await ProveAsync(plan, part, attempt, cancellationToken);
                return complaint;
            }

            // Only size and length give way to another try.
            if (!command.CanYield || !broken.All(check => check.Rule == plan.Role.BytesRule || check.Rule == plan.Role.SecondsMaximumRule))
            {
                break;
            }
        }

        throw MediaErrors.ConformFailed(string.Join(" ", broken.Select(static check => check.Message)));
    }

    /// <summary>What was cut here must be within the limit without leaning on rounding.</summary>
    private static bool Breaks(WanCheck check, ConformPlan plan)
        => check.Status == WanCheckStatus.Failed || (check.Status == WanCheckStatus.Warning && check.Rule == plan.Role.SecondsMaximumRule);

    /// <summary>The readers chose what was converted, so they cannot vouch for what came of it.</summary>
    private async Task ProveAsync(ConformPlan plan, string part, int attempt, CancellationToken cancellationToken)
    {
        var faults = await new ConformProof(tools!).FaultsAsync(plan, part, attempt, cancellationToken);
        if (faults.Count > 0)
        {
            throw MediaErrors.ConformNotProven(string.Join(", and ", faults));
        }
    }

    /// <returns>What ffmpeg complained about although it came to its end.</returns>
    private async Task<string?> EncodeAsync(ConformPlan plan, ConformCommand command, string part, RisingProgress progress, CancellationToken cancellationToken)
    {
        string? complaint = null;
        try
        {
            using (FfmpegTools.Detach(cancellationToken, out var detached))
            {
                var processor = FFMpegArguments
                    .FromFileInput(FfmpegTools.Argument(plan.Source.Path), verifyExists: false, options => options.WithCustomArgument($"-v error -stats {command.Input} {FfmpegTools.InputOptions(plan.Source)}".Trim()))
                    .OutputToFile(FfmpegTools.Argument(part), overwrite: true, options => options.WithCustomArgument(command.Output))
                    .NotifyOnStandardError(line => complaint = IsStatistics(line) || string.IsNullOrWhiteSpace(line) ? complaint : line);
                if (command.Length is { } length)
                {
                    processor = processor.NotifyOnProgress((Action<TimeSpan>)(done => progress.Report(Math.Clamp(99 * done / length, 0, 99))));
                }

                var result = await processor.CancellableThrough(detached, FfmpegTools.NoGrace).ProcessAsynchronously(throwOnError: false, tools!.Options(), CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                if (result.Success)
                {
                    return complaint is null ? null : FfmpegTools.Complaint(complaint);
                }
            }
        }
        catch (Exception exception) when (exception is FFMpegException or Win32Exception or Instances.Exceptions.InstanceException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw MediaErrors.FfmpegFailedToRun("ffmpeg", FfmpegTools.Advice, exception);
        }

        throw MediaErrors.FfmpegFailed(ServerText.Prose(complaint ?? "it gave no reason"));
    }

    private static bool IsStatistics(string line)
        => line.StartsWith("frame=", StringComparison.Ordinal) || line.StartsWith("size=", StringComparison.Ordinal) || line.Contains("bitrate=", StringComparison.Ordinal);
}
