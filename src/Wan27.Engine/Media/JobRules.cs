using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>Rules between a file and the options of its job. Each method answers one rule, or nothing where the file does not tell.</summary>
internal static class JobRules
{
    /// <summary>The duration of a continuation is the total: a clip that fills it leaves nothing to make.</summary>
    public static WanCheck? Continuation(string subject, MediaFacts clip, int seconds, ContractView contract)
    {
        if (clip.Duration is not { } length)
        {
            return null;
        }

        var leavesRoom = length.TotalSeconds < seconds;
        return new WanCheck
        {
            Rule = "i2v.clip.continuation",
            Subject = subject,
            Status = leavesRoom ? WanCheckStatus.Passed : WanCheckStatus.Failed,
            Actual = Measure.Seconds(length),
            Limit = $"less than {Measure.Seconds(seconds)}",
            Message = leavesRoom
                ? $"{subject} is {Measure.Seconds(length)} long; {Measure.Seconds(seconds - length.TotalSeconds)} of the {Measure.Seconds(seconds)} asked for are made new."
                : $"{subject} is {Measure.Seconds(length)} long and -Duration {seconds} is the total including it, so nothing would be made.",
            Fix = leavesRoom ? null : LongerDurationFix(length, contract),
            Source = contract.Source("i2v.duration.max"),
        };
    }

    /// <summary>Driving audio is cut at the clip's duration; a shorter one leaves silence.</summary>
    public static WanCheck? DrivingAudio(string subject, MediaFacts audio, int seconds, ContractView contract)
    {
        if (audio.Duration is not { } length)
        {
            return null;
        }

        var isCut = length > TimeSpan.FromSeconds(seconds) + audio.Granularity;
        return new WanCheck
        {
            Rule = "i2v.audio.cut",
            Subject = subject,
            Status = isCut ? WanCheckStatus.Warning : WanCheckStatus.Passed,
            Actual = Measure.Seconds(length),
            Limit = Measure.Seconds(seconds),
            Message = isCut
                ? $"{subject} is {Measure.Seconds(length)} long; the service cuts it at the clip's {Measure.Seconds(seconds)}."
                : $"{subject} is {Measure.Seconds(length)} long and fits into {Measure.Seconds(seconds)}; what it does not fill is silent.",
            Fix = isCut ? $"Raise -Duration to {Math.Min(Math.Ceiling(length.TotalSeconds), contract.Number("i2v.duration.max"))}, or cut the sound to what shall be heard." : null,
            Source = contract.Source("i2v.audio.seconds.max"),
        };
    }

    /// <summary>A duration shorter than the video cuts it from its beginning.</summary>
    public static WanCheck? EditDuration(string subject, MediaFacts video, int? seconds, ContractView contract)
    {
        if (seconds is not { } asked || asked == contract.Integer("videoedit.duration.whole") || video.Duration is not { } length)
        {
            return null;
        }

        var rest = length.TotalSeconds - asked;
        var isCut = rest > video.Granularity.TotalSeconds;
        var isShort = rest < -video.Granularity.TotalSeconds;
        return new WanCheck
        {
            Rule = "videoedit.duration.cut",
            Subject = subject,
            Status = isCut || isShort ? WanCheckStatus.Warning : WanCheckStatus.Passed,
            Actual = Measure.Seconds(length),
            Limit = Measure.Seconds(asked),
            Message = isCut ? $"{subject} is {Measure.Seconds(length)} long; -Duration {asked} drops its last {Measure.Seconds(rest)}."
                : isShort ? $"{subject} is only {Measure.Seconds(length)} long; -Duration {asked} cannot make it longer."
                : $"{subject} is as long as -Duration {asked}.",
            Fix = isCut || isShort ? "Leave out -Duration to edit the whole video." : null,
            Source = contract.Source("videoedit.duration.max"),
        };
    }

    /// <summary>Keeping the original sound needs a source that has one.</summary>
    public static WanCheck? OriginalSound(string subject, MediaFacts video, ContractView contract)
        => video.Kind != MediaKind.Video || video.IsPartial
            ? null
            : new WanCheck
            {
                Rule = "videoedit.audio",
                Subject = subject,
                Status = video.HasAudio ? WanCheckStatus.Passed : WanCheckStatus.Warning,
                Actual = video.HasAudio ? "sound" : "none",
                Limit = "sound",
                Message = video.HasAudio ? $"{subject} has sound to keep." : $"{subject} has no sound that -AudioSetting Origin could keep.",
                Fix = video.HasAudio ? null : "Leave out -AudioSetting, or give a video with sound.",
                Source = contract.Source("videoedit.audio"),
            };

    /// <summary>Boxes of one picture: how many, and each within it. Coordinates are pixels of the original from its top left corner.</summary>
    public static IEnumerable<WanCheck> Boxes(string subject, MediaFacts image, IReadOnlyList<IReadOnlyList<int>> boxes, ContractView contract)
    {
        const string Count = "image.boxes.perImage.max";
        var most = contract.Integer(Count);
        var isFew = boxes.Count <= most;
        yield return new WanCheck
        {
            Rule = Count,
            Subject = subject,
            Status = isFew ? WanCheckStatus.Passed : WanCheckStatus.Failed,
            Actual = Measure.Number(boxes.Count),
            Limit = Measure.Number(most),
            Message = isFew ? $"{subject} has {boxes.Count} boxes, at most {most}." : $"{subject} has {boxes.Count} boxes; a picture takes at most {most}.",
            Fix = isFew ? null : "Leave out boxes, or ask for the rest in another job.",
            Source = contract.Source(Count),
        };

        foreach (var check in BoxesInside(subject, image, boxes, contract))
        {
            yield return check;
        }
    }

    /// <summary>Each box within its picture.</summary>
    public static IEnumerable<WanCheck> BoxesInside(string subject, MediaFacts image, IReadOnlyList<IReadOnlyList<int>> boxes, ContractView contract)
        => boxes.Select((box, index) => Box(subject, image, index, box, contract.Source("image.boxes.perImage.max")));

    /// <summary>Base64 grows a file by a third; the ceiling is documented for a sister family only, hence a warning.</summary>
    public static WanCheck DataUri(string subject, MediaFacts facts, ContractView contract)
    {
        const string Rule = "dataUri.encodedBytes.max";
        var limit = contract.Number(Rule);
        var fits = facts.Base64Length <= limit;
        return new WanCheck
        {
            Rule = Rule,
            Subject = subject,
            Status = fits ? WanCheckStatus.Passed : WanCheckStatus.Warning,
            Actual = Measure.Bytes(facts.Base64Length),
            Limit = Measure.Bytes(limit),
            Message = fits
                ? $"{subject} takes {Measure.Bytes(facts.Base64Length)} as base64, at most {Measure.Bytes(limit)}."
                : $"{subject} takes {Measure.Bytes(facts.Base64Length)} as base64; more than {Measure.Bytes(limit)} is refused at least by a sister family.",
            Fix = fits ? null : "Let it be uploaded instead, or give a URL.",
            Source = contract.Source(Rule),
        };
    }

    private static WanCheck Box(string subject, MediaFacts image, int index, IReadOnlyList<int> box, string source)
    {
        var text = $"[{string.Join(", ", box)}]";
        var check = new WanCheck
        {
            Rule = "image.boxes.inside",
            Subject = subject,
            Actual = text,
            Limit = image is { Width: { } w, Height: { } h } ? $"[0, 0, {w}, {h}]" : null,
            Message = $"Box {index + 1} of {subject}, {text}, lies within the picture.",
            Source = source,
        };
        if (box.Count != 4 || box[0] < 0 || box[1] < 0 || box[2] <= box[0] || box[3] <= box[1])
        {
            return check with
            {
                Status = WanCheckStatus.Failed,
                Message = $"Box {index + 1} of {subject}, {text}, is not left, top, right, bottom in pixels.",
                Fix = "Give four whole numbers, left before right and top before bottom.",
            };
        }

        if (image is not { Width: { } width, Height: { } height })
        {
            return check with
            {
                Status = WanCheckStatus.Skipped,
                Message = $"Box {index + 1} of {subject} could not be held against the picture: its size is not known here.",
                Fix = "Give a local file to have it checked.",
            };
        }

        if (box[2] <= width && box[3] <= height)
        {
            return check;
        }

        var fitsAsStored = image.Rotation is 90 or 270 && box[2] <= height && box[3] <= width;
        return check with
        {
            Status = fitsAsStored ? WanCheckStatus.Warning : WanCheckStatus.Failed,
            Message = fitsAsStored
                ? $"Box {index + 1} of {subject}, {text}, lies within the picture as stored but not as shown ({Measure.Size(width, height)}, turned by {image.Rotation} degrees)."
                : $"Box {index + 1} of {subject}, {text}, reaches beyond the picture of {Measure.Size(width, height)}.",
            Fix = fitsAsStored ? "Save the picture upright, then measure the box again." : $"Keep it within [0, 0, {width}, {height}].",
        };
    }

    private static string LongerDurationFix(TimeSpan clip, ContractView contract)
    {
        var needed = Math.Floor(clip.TotalSeconds) + 1;
        return needed <= contract.Number("i2v.duration.max")
            ? $"Ask for -Duration {needed} or more, or cut the clip."
            : "Cut the clip so that it is shorter than the longest -Duration.";
    }
}
