using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// Holds one file against the contract's rules for its role. Every rule is answered, passed ones included, so that a user sees
/// everything at once. All numbers come from the contract data, and through it from the profile.
/// </summary>
internal static class MediaRules
{
    /// <summary>A container rounds its length up to whole frames and audio packets; more than this is not rounding.</summary>
    private static readonly TimeSpan LargestRounding = TimeSpan.FromMilliseconds(100);

    private static readonly string[] OrdinaryCodecs = ["h264", "hevc"];

    /// <summary>All checks of one file.</summary>
    /// <param name="role">What the file is for.</param>
    /// <param name="subject">How messages call it, such as <c>Video clip.mp4</c>.</param>
    /// <param name="facts">What its headers say.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    public static IEnumerable<WanCheck> Check(MediaRole role, string subject, MediaFacts facts, ContractView contract)
    {
        var sheet = new CheckSheet(role, subject, facts, contract);
        AddProblems(sheet);
        if (facts.Problems.Any(static problem => problem.HidesContent))
        {
            return sheet.Checks;
        }

        AddFormat(sheet);
        AddBytes(sheet);
        if (facts.Kind != role.Kind)
        {
            AddWrongKind(sheet);
            return sheet.Checks;
        }

        if (role.HasPicture)
        {
            AddSides(sheet);
            AddAspect(sheet);
        }

        if (role.Kind == MediaKind.Image)
        {
            AddAlpha(sheet);
        }

        if (role.HasLength)
        {
            AddSeconds(sheet);
        }

        if (role.Kind == MediaKind.Video)
        {
            FilmRules.Add(sheet, LargestRounding);
            AddCodec(sheet);
            AddSound(sheet);
        }

        return sheet.Checks;
    }

    /// <summary>The rules of length alone, for a length that was found out later.</summary>
    public static IEnumerable<WanCheck> CheckLength(MediaRole role, string subject, MediaFacts facts, ContractView contract)
    {
        var sheet = new CheckSheet(role, subject, facts, contract);
        AddSeconds(sheet);
        return sheet.Checks;
    }

    private static void AddProblems(CheckSheet sheet)
    {
        var rule = $"{sheet.Role.Group}.readable";
        foreach (var problem in sheet.Facts.Problems)
        {
            sheet.Add(
                rule, problem.IsFatal ? WanCheckStatus.Failed : WanCheckStatus.Warning, problem.Kind.ToString(), "a readable, complete file",
                $"{sheet.Subject}: {problem.Message}", problem.IsMendedByWriting(sheet.Facts.Format) && sheet.Facts.Kind == sheet.Role.Kind ? sheet.ConvertFix("write its true length into the header") : problem.Fix, source: null);
        }

        if (sheet.Facts.Problems.Count == 0)
        {
            sheet.Add(rule, WanCheckStatus.Passed, "readable", "a readable, complete file", $"{sheet.Subject} can be read.", fix: null, source: null);
        }
    }

    private static void AddFormat(CheckSheet sheet)
    {
        var allowed = sheet.Contract.Values(sheet.Role.FormatsRule);
        var list = string.Join(", ", allowed);
        var isAllowed = allowed.Contains(sheet.Facts.Format, StringComparer.OrdinalIgnoreCase);
        var foreign = ForeignFormats.Find(sheet.Facts.Format);
        sheet.Add(
            sheet.Role.FormatsRule, isAllowed ? WanCheckStatus.Passed : WanCheckStatus.Failed, sheet.Facts.Format, list,
            isAllowed
                ? $"{sheet.Subject} is {sheet.Facts.Format}, one of {list}."
                : $"{sheet.Subject} is {foreign?.Description ?? sheet.Facts.Format} by its content; the route takes {list}.",
            isAllowed ? null : foreign?.Advice(sheet.Facts, sheet.Role.Kind) ?? sheet.ConvertFix("change the format"));
    }

    private static void AddWrongKind(CheckSheet sheet)
    {
        // A wrong format has been reported; only an allowed container with the wrong content is news.
        if (sheet.Contract.Values(sheet.Role.FormatsRule).Contains(sheet.Facts.Format, StringComparer.OrdinalIgnoreCase)
            && !sheet.Facts.IsPartial && !sheet.Facts.Problems.Any(static problem => problem.IsFatal))
        {
            sheet.Add(
                $"{sheet.Role.Group}.tracks", WanCheckStatus.Failed, sheet.Facts.Kind.ToString(), sheet.Role.Kind.ToString(),
                $"{sheet.Subject} holds no {sheet.Role.Kind.ToString().ToLowerInvariant()}, only {sheet.Facts.Kind.ToString().ToLowerInvariant()}.",
                $"Give -{sheet.Role.Name} a file with {sheet.Role.Kind.ToString().ToLowerInvariant()} in it.", sheet.Contract.Source(sheet.Role.FormatsRule));
        }
    }

    private static void AddBytes(CheckSheet sheet)
    {
        var rule = sheet.Role.BytesRule;
        if (!sheet.Facts.IsLengthKnown)
        {
            sheet.AddUnknown(rule, "size", Measure.Bytes(sheet.Contract.Number(rule)));
            return;
        }

        sheet.AddMaximum(rule, sheet.Facts.Length, Measure.Bytes, "is", sheet.ConvertFix("make it smaller"));
    }

    private static void AddSides(CheckSheet sheet)
    {
        var minimum = sheet.Role.SideMinimumRule;
        var maximum = sheet.Role.SideMaximumRule;
        if (sheet.Facts is not { Width: { } width, Height: { } height })
        {
            sheet.AddUnknown(minimum, "width and height", Measure.Pixels(sheet.Contract.Number(minimum)));
            sheet.AddUnknown(maximum, "width and height", Measure.Pixels(sheet.Contract.Number(maximum)));
            return;
        }

        var size = Measure.Size(width, height);
        var smallest = sheet.Contract.Number(minimum);
        var largest = sheet.Contract.Number(maximum);
        var isLargeEnough = Math.Min(width, height) >= smallest;
        var isSmallEnough = Math.Max(width, height) <= largest;
        sheet.Add(
            minimum, isLargeEnough ? WanCheckStatus.Passed : WanCheckStatus.Failed, size, Measure.Pixels(smallest),
            isLargeEnough
                ? $"{sheet.Subject} is {size}, each side at least {Measure.Pixels(smallest)}."
                : $"{sheet.Subject} is {size}; each side must have at least {Measure.Pixels(smallest)}.",
            isLargeEnough ? null : sheet.ConvertFix("scale it up"));
        sheet.Add(
            maximum, isSmallEnough ? WanCheckStatus.Passed : WanCheckStatus.Failed, size, Measure.Pixels(largest),
            isSmallEnough
                ? $"{sheet.Subject} is {size}, no side over {Measure.Pixels(largest)}."
                : $"{sheet.Subject} is {size}; no side may exceed {Measure.Pixels(largest)}.",
            isSmallEnough ? null : sheet.ConvertFix("scale it down"));
    }

    private static void AddAspect(CheckSheet sheet)
    {
        var limit = sheet.Contract.Number(sheet.Role.AspectRule);
        var range = $"1:{Measure.Number(limit)} to {Measure.Number(limit)}:1";
        if (sheet.Facts is not { Width: > 0 and { } width, Height: > 0 and { } height })
        {
            if (sheet.Facts.Width is null)
            {
                sheet.AddUnknown(sheet.Role.AspectRule, "aspect", range);
            }

            return;
        }

        var isWithin = Math.Max(width, height) <= limit * Math.Min(width, height);
        var aspect = Measure.Aspect(width, height);
        sheet.Add(
            sheet.Role.AspectRule, isWithin ? WanCheckStatus.Passed : WanCheckStatus.Failed, aspect, range,
            isWithin ? $"{sheet.Subject} has an aspect of {aspect}, within {range}." : $"{sheet.Subject} has an aspect of {aspect}; the route takes {range}.",
            isWithin ? null : sheet.ConvertFix("pad it (-Fit Pad) or crop it (-Fit Crop)"));
    }

    private static void AddAlpha(CheckSheet sheet)
    {
        var source = sheet.Contract.Source(sheet.Role.FormatsRule);
        if (sheet.Facts.HasAlpha is not { } alpha)
        {
            // Formats whose alpha is not read are refused as formats already.
            return;
        }

        sheet.Add(
            sheet.Role.AlphaRule, alpha ? WanCheckStatus.Failed : WanCheckStatus.Passed, alpha ? "alpha" : "opaque", "no alpha channel",
            alpha ? $"{sheet.Subject} has an alpha channel or a transparent colour; the route takes opaque pictures only." : $"{sheet.Subject} has no alpha channel.",
            alpha ? sheet.ConvertFix("flatten it onto a colour (-Background)") : null, source);
    }

    private static void AddSeconds(CheckSheet sheet)
    {
        var shortest = sheet.Contract.Seconds(sheet.Role.SecondsMinimumRule);
        var longest = sheet.Contract.Seconds(sheet.Role.SecondsMaximumRule);
        if (sheet.Facts.Duration is not { } length)
        {
            sheet.AddUnknown(sheet.Role.SecondsMinimumRule, "length", Measure.Seconds(shortest));
            sheet.AddUnknown(sheet.Role.SecondsMaximumRule, "length", Measure.Seconds(longest));
            return;
        }

        var rounding = sheet.Facts.Granularity < LargestRounding ? sheet.Facts.Granularity : LargestRounding;
        AddSecondsRule(sheet, sheet.Role.SecondsMinimumRule, length, shortest, shortest - length, rounding, "at least", "Give a longer file; it cannot be made longer here.");
        AddSecondsRule(
            sheet, sheet.Role.SecondsMaximumRule, length, longest, length - longest, rounding, "at most",
            sheet.ConvertFix($"cut it to {Measure.Seconds(longest)}"));
        if (sheet.Facts.StoredDuration is { } stored && stored > longest + rounding && length <= longest)
        {
            sheet.Add(
                sheet.Role.SecondsMaximumRule, WanCheckStatus.Warning, Measure.Seconds(stored), Measure.Seconds(longest),
                $"{sheet.Subject} shows {Measure.Seconds(length)} by its edit list but stores {Measure.Seconds(stored)}; a service that ignores edit lists sees more than {Measure.Seconds(longest)}.",
                sheet.ConvertFix("cut it for good"));
        }
    }

    private static void AddSecondsRule(
        CheckSheet sheet, string rule, TimeSpan length, TimeSpan limit, TimeSpan excess, TimeSpan rounding, string relation, string fix)
    {
        var told = $"{Measure.Seconds(length)} long" + sheet.Facts.LengthBasis switch { LengthBasis.Counted => " (counted)", LengthBasis.Estimated => " (estimated)", _ => string.Empty };
        var status = excess <= TimeSpan.Zero ? WanCheckStatus.Passed : excess <= rounding ? WanCheckStatus.Warning : WanCheckStatus.Failed;
        sheet.Add(
            rule, status, Measure.Seconds(length), Measure.Seconds(limit),
            status switch
            {
                WanCheckStatus.Passed => $"{sheet.Subject} is {told}, {relation} {Measure.Seconds(limit)}.",
                WanCheckStatus.Warning => $"{sheet.Subject} is {told}, off the limit of {Measure.Seconds(limit)} by less than one frame; the service may round it either way.",
                _ => $"{sheet.Subject} is {told}; the route takes {relation} {Measure.Seconds(limit)}.",
            },
            status == WanCheckStatus.Passed ? null : fix);
    }

    private static void AddCodec(CheckSheet sheet)
    {
        if (sheet.Facts.VideoCodec is not { } codec)
        {
            return;
        }

        var isOrdinary = OrdinaryCodecs.Contains(codec);
        sheet.Add(
            $"{sheet.Role.Group}.codec", isOrdinary ? WanCheckStatus.Passed : WanCheckStatus.Warning, codec, string.Join(", ", OrdinaryCodecs),
            isOrdinary ? $"{sheet.Subject} is coded as {codec}." : $"{sheet.Subject} is coded as {codec}; the contract names containers only, and services rarely decode more than {string.Join(" and ", OrdinaryCodecs)}.",
            isOrdinary ? null : sheet.ConvertFix("re-encode it as H.264"), sheet.Contract.Source(sheet.Role.FormatsRule));
    }

    private static void AddSound(CheckSheet sheet)
        => sheet.Add(
            $"{sheet.Role.Group}.sound", WanCheckStatus.Passed, sheet.Facts.HasAudio ? sheet.Facts.AudioCodec ?? "sound" : "none", "any",
            sheet.Facts.HasAudio ? $"{sheet.Subject} has sound." : $"{sheet.Subject} has no sound.", fix: null, source: null);
}
