using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.ImageToVideo;

/// <summary>Rules between the media of the image-to-video route and its options. Each method answers one rule, or nothing where the file does not tell.</summary>
internal static class ImageToVideoJobRules
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

    private static string LongerDurationFix(TimeSpan clip, ContractView contract)
    {
        var needed = Math.Floor(clip.TotalSeconds) + 1;
        return needed <= contract.Number("i2v.duration.max")
            ? $"Ask for -Duration {needed} or more, or cut the clip."
            : "Cut the clip so that it is shorter than the longest -Duration.";
    }
}
