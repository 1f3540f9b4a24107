using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// What headers cannot tell, by decoding with ffmpeg where it is installed: whether first and last second decode, how long the media
/// really is, and whether the frame rate varies.
/// </summary>
internal sealed class DeepProbe(FfmpegTools? tools, TimeProvider? time = null)
{
    /// <summary>Longest time that one file may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Packets listed at most: far more than any clip within the routes' limits has.</summary>
    private const int PacketLimit = 3_000;

    /// <summary>Frames whose distance differs from the usual one by more than this part of it.</summary>
    private const double UnevenPart = 0.2;

    /// <summary>A file may be shorter or longer than its header says by this much before something is missing or more.</summary>
    private static readonly TimeSpan Deviation = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The deep checks of one local file; one skipped check where ffmpeg is not installed.</summary>
    public async Task<IReadOnlyList<WanCheck>> CheckAsync(
        MediaRole role, string subject, MediaFacts facts, ContractView contract, CancellationToken cancellationToken)
    {
        var sheet = new CheckSheet(role, subject, facts, contract);
        if (facts.IsPartial || facts.Kind == MediaKind.Unknown || facts.Problems.Any(static problem => problem.HidesContent))
        {
            return [];
        }

        if (tools is null)
        {
            Skip(sheet, "ffmpeg was not found", FfmpegTools.Advice);
            return sheet.Checks;
        }

        using var patience = new CancellationTokenSource(Patience, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await CheckDecodingAsync(sheet, limit.Token);
            if (role.HasLength && facts.Kind is MediaKind.Video or MediaKind.Audio)
            {
                await CheckPacketsAsync(sheet, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Skip(sheet, $"decoding took more than {Measure.Seconds(Patience)}", "Try it on a faster machine, or shorten the file.");
        }
        catch (Exception exception) when (exception is FFMpegException or Win32Exception or Instances.Exceptions.InstanceException or IOException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Skip(sheet, "ffmpeg could not be run on it", "Run ffprobe on the file to see why; the other checks stand.");
        }

        return sheet.Checks;
    }

    private static void Skip(CheckSheet sheet, string reason, string fix)
        => sheet.Add($"{sheet.Role.Group}.decodes", WanCheckStatus.Skipped, reason, "decodes", $"{sheet.Subject} was not decoded: {reason}.", fix, source: null);

    private async Task CheckDecodingAsync(CheckSheet sheet, CancellationToken cancellationToken)
    {
        var rule = $"{sheet.Role.Group}.decodes";
        string? where = null;
        var said = await DecodeAsync(sheet.Facts, fromEnd: false, cancellationToken);
        if (said is not null)
        {
            where = sheet.Facts.Kind == MediaKind.Image ? "picture" : "first second";
        }
        else if (sheet.Facts.Kind != MediaKind.Image)
        {
            said = await DecodeAsync(sheet.Facts, fromEnd: true, cancellationToken);
            where = said is null ? null : "last second";
        }

        sheet.Add(
            rule, where is null ? WanCheckStatus.Passed : WanCheckStatus.Failed, where is null ? "decodes" : said, "decodes",
            where is null ? $"{sheet.Subject} decodes at its beginning and end." : $"The {where} of {sheet.Subject} does not decode: {said}.",
            where is null ? null : "The file is damaged or cut off: copy or export it again.", source: null);
    }

    /// <summary>Decodes one second, or the whole picture; gives ffmpeg's first complaint.</summary>
    private async Task<string?> DecodeAsync(MediaFacts facts, bool fromEnd, CancellationToken cancellationToken)
    {
        string? complaint = null;
        var range = facts.Kind == MediaKind.Image ? string.Empty : fromEnd ? "-sseof -1 " : "-t 1 ";
        using (FfmpegTools.Detach(cancellationToken, out var detached))
        {
            var result = await FFMpegArguments
                .FromFileInput(FfmpegTools.Argument(facts.Path), verifyExists: false, options => options.WithCustomArgument($"-v error -nostats {range}{FfmpegTools.InputOptions(facts)}"))
                .OutputToNull(static options => options.WithCustomArgument("-map 0:V? -map 0:a?"))
                .NotifyOnStandardError(line => complaint ??= FfmpegTools.Complaint(line))
                .CancellableThrough(detached, FfmpegTools.NoGrace)
                .ProcessAsynchronously(throwOnError: false, tools!.Options(), CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return complaint ?? (result.Success ? null : "ffmpeg gave up on it");
        }
    }

    private async Task CheckPacketsAsync(CheckSheet sheet, CancellationToken cancellationToken)
    {
        if (sheet.Facts.Path.Contains('"', StringComparison.Ordinal))
        {
            sheet.Add(
                $"{sheet.Role.Group}.length", WanCheckStatus.Skipped, null, null, $"The packets of {sheet.Subject} were not listed: its name holds a quotation mark.", "Rename the file.", source: null);
            return;
        }

        var isVideo = sheet.Facts.Kind == MediaKind.Video;
        FFProbePackets listed;
        using (FfmpegTools.Detach(cancellationToken, out var detached))
        {
            listed = await FFProbe.GetPacketsAsync(
                Path.GetFullPath(sheet.Facts.Path), tools!.Options(),
                $"{FfmpegTools.InputOptions(sheet.Facts)} -select_streams {(isVideo ? "V:0" : "a:0")} -read_intervals %+#{PacketLimit}", detached);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var packets = (listed.Packets ?? [])
            .Where(static packet => !packet.Flags.Contains('D', StringComparison.Ordinal))
            .Select(static packet => (Start: Time(packet.PtsTime ?? packet.DtsTime), Length: Time(packet.DurationTime) ?? TimeSpan.Zero))
            .Where(static packet => packet.Start is not null)
            .Select(static packet => (Start: packet.Start!.Value, packet.Length))
            .OrderBy(static packet => packet.Start)
            .ToArray();
        if (packets.Length == 0)
        {
            return;
        }

        AddTrueLength(sheet, packets.Max(static packet => packet.Start + packet.Length) - packets[0].Start, isWhole: listed.Packets!.Count < PacketLimit);
        if (isVideo && packets.Length > 2)
        {
            AddEvenness(sheet, packets.Zip(packets.Skip(1), static (one, next) => (next.Start - one.Start).TotalSeconds).ToArray());
        }
    }

    /// <param name="sheet">Where the findings go.</param>
    /// <param name="length">What the packets last, without those that an edit list hides.</param>
    /// <param name="isWhole">False when there are more packets than were listed, so that the length is a least one.</param>
    private static void AddTrueLength(CheckSheet sheet, TimeSpan length, bool isWhole)
    {
        if (sheet.Facts.Duration is { } declared)
        {
            // What an edit list hides may show up here, since not every tool leaves it out.
            var most = sheet.Facts.StoredDuration is { } stored && stored > declared ? stored : declared;
            var isShort = isWhole && length <= declared - Deviation && !sheet.Facts.HasEditList;
            var isLong = length >= most + Deviation;
            if (!isWhole && !isLong)
            {
                return;
            }

            var held = isWhole ? Measure.Seconds(length) : $"more than {Measure.Seconds(length)}";
            var states = sheet.Facts.LengthBasis switch
            {
                LengthBasis.Counted => "has frames for",
                LengthBasis.Estimated => "was estimated at",
                _ => "declares",
            };
            sheet.Add(
                $"{sheet.Role.Group}.length", isShort ? WanCheckStatus.Failed : isLong ? WanCheckStatus.Warning : WanCheckStatus.Passed, held, Measure.Seconds(declared),
                isShort || isLong
                    ? $"{sheet.Subject} {states} {Measure.Seconds(declared)} and holds {held}{(isLong ? $", {Measure.Seconds(length - declared)} more" : $", {Measure.Seconds(declared - length)} less")}."
                    : $"{sheet.Subject} holds the {Measure.Seconds(declared)} that its header declares.",
                isShort ? "The file is cut off: copy or export it again." : isLong ? "Export it again, so that its header states its true length; the service may count either." : null, source: null);
            if (!isLong)
            {
                return;
            }
        }
        else if (!isWhole)
        {
            return;
        }

        // The header's own figure has been ruled on; the true one may break a limit that it keeps.
        foreach (var check in MediaRules.CheckLength(sheet.Role, sheet.Subject, sheet.Facts with { Duration = length, StoredDuration = null, LengthBasis = LengthBasis.Counted }, sheet.Contract)
            .Where(check => sheet.Facts.Duration is null || check.Status != WanCheckStatus.Passed))
        {
            sheet.Add(check.Rule, check.Status, check.Actual, check.Limit, check.Message, check.Fix, check.Source);
        }
    }

    private static void AddEvenness(CheckSheet sheet, double[] distances)
    {
        var usual = distances.Order().ElementAt(distances.Length / 2);

        // The last distance is often made up by the writer.
        var uneven = distances.SkipLast(1).Count(distance => Math.Abs(distance - usual) > usual * UnevenPart);
        sheet.Add(
            $"{sheet.Role.Group}.frameRate", uneven == 0 ? WanCheckStatus.Passed : WanCheckStatus.Warning, uneven == 0 ? "constant" : "variable", "constant",
            uneven == 0 ? $"{sheet.Subject} has a constant frame rate." : $"{sheet.Subject} has a variable frame rate; the contract does not say how the service counts its seconds.",
            uneven == 0 ? null : "Export it with a constant frame rate if its exact length matters.", source: null);
    }

    private static TimeSpan? Time(string? text)
    {
        // Hours:minutes:seconds with microseconds, negative before an edit list's start.
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parts = text.TrimStart('-').Split(':');
        var seconds = 0.0;
        foreach (var part in parts)
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            seconds = (seconds * 60) + value;
        }

        return TimeSpan.FromSeconds(text.StartsWith('-') ? -seconds : seconds);
    }
}
