using System.ComponentModel;
using System.Globalization;
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
        => ConformPlanner.Plan(source, role, contract, options ?? ConformOptions.Default);

    /// <summary>Carries the plan out.</summary>
    /// <param name="plan">From <see cref="Plan"/>.</param>
    /// <param name="destination">Path of the result; its extension must be that of the plan's format.</param>
    /// <param name="progress">Takes percent done, 0 to 100, never falling.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes the part file.</param>
    /// <exception cref="WanException">The destination cannot be written, ffmpeg is absent or failed, or the result breaks a rule.</exception>
    public async Task RunAsync(ConformPlan plan, string destination, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = Path.GetFullPath(destination);
        RefuseTarget(plan, target);
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
                await ConvertAsync(plan, part, monotone, cancellationToken);
            }

            File.Move(part, target, plan.Options.Overwrite);
            monotone.Report(100);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ErrorFactory.Local(
                WanBoundary.Storage, "ConformWrite", $"The result could not be written to {target}.", "Check free space and rights of the folder, and that nothing else writes there.", inner: exception);
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
            throw ErrorFactory.Local(WanBoundary.Storage, "ConformFolder", $"There is no folder {folder ?? target}.", "Create it first.");
        }

        if (IsSame(plan.Source.Path, target))
        {
            throw ErrorFactory.Local(WanBoundary.Storage, "ConformOntoSource", "The destination is the source itself, which is never changed.", "Give another name or folder.");
        }

        if (File.Exists(target) && !plan.Options.Overwrite)
        {
            throw ErrorFactory.Local(WanBoundary.Storage, "ConformExists", $"{target} exists already.", "Use -Force to replace it, or give another name.");
        }

        if (MediaFormat.FromExtension(Path.GetExtension(target)) is not { } promised || !MediaFormat.AreInterchangeable(promised, plan.Format))
        {
            throw ErrorFactory.Local(
                WanBoundary.Media, "ConformExtension", $"The result is {plan.Format}, which the name {Path.GetFileName(target)} does not say.", $"Let the destination end in {plan.Extension}.");
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

    private async Task ConvertAsync(ConformPlan plan, string part, RisingProgress progress, CancellationToken cancellationToken)
    {
        if (tools is null)
        {
            throw ErrorFactory.Local(WanBoundary.Media, "FfmpegMissing", "Converting needs ffmpeg, which was not found.", FfmpegTools.Advice);
        }

        IReadOnlyList<WanCheck> broken = [];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var command = ConformCommand.For(plan, attempt);
            await EncodeAsync(plan, command, part, progress, cancellationToken);
            var facts = MediaProbe.Read(part);
            broken = [.. MediaRules.Check(plan.Role, "The result", facts, plan.Contract).Where(check => Breaks(check, plan))];
            if (broken.Count == 0)
            {
                return;
            }

            // Only size and length give way to another try.
            if (!command.CanYield || !broken.All(check => check.Rule == plan.Role.BytesRule || check.Rule == plan.Role.SecondsMaximumRule))
            {
                break;
            }
        }

        throw ErrorFactory.Local(
            WanBoundary.Media, "ConformFailed", $"The file could not be made to conform. {string.Join(" ", broken.Select(static check => check.Message))}",
            "Shorten it or make it smaller first, then try again.");
    }

    /// <summary>What was cut here must be within the limit without leaning on rounding.</summary>
    private static bool Breaks(WanCheck check, ConformPlan plan)
        => check.Status == WanCheckStatus.Failed || (check.Status == WanCheckStatus.Warning && check.Rule == plan.Role.SecondsMaximumRule);

    private async Task EncodeAsync(ConformPlan plan, ConformCommand command, string part, RisingProgress progress, CancellationToken cancellationToken)
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
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is FFMpegException or Win32Exception or Instances.Exceptions.InstanceException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ErrorFactory.Local(WanBoundary.Media, "FfmpegFailed", "ffmpeg could not be run.", FfmpegTools.Advice, inner: exception);
        }

        throw ErrorFactory.Local(
            WanBoundary.Media, "FfmpegFailed",
            string.Create(CultureInfo.InvariantCulture, $"ffmpeg could not convert the file: {ServerText.Prose(complaint ?? "it gave no reason")}."),
            "The file may be damaged, or this ffmpeg lacks a codec; check the file with -Deep.");
    }

    private static bool IsStatistics(string line)
        => line.StartsWith("frame=", StringComparison.Ordinal) || line.StartsWith("size=", StringComparison.Ordinal) || line.Contains("bitrate=", StringComparison.Ordinal);
}
