using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.VideoEdit;

/// <summary>Rules between the video of the video-edit route and its options. Each method answers one rule, or nothing where the file does not tell.</summary>
internal static class VideoEditJobRules
{
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
}
