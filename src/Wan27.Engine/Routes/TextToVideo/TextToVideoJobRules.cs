using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.TextToVideo;

/// <summary>Rules between the sound of the text-to-video route and its options. Each method answers one rule, or nothing where the file does not tell.</summary>
internal static class TextToVideoJobRules
{
    /// <summary>The sound is cut at the clip's duration; a shorter one leaves silence.</summary>
    public static WanCheck? DrivingAudio(string subject, MediaFacts audio, int seconds, ContractView contract)
    {
        if (audio.Duration is not { } length)
        {
            return null;
        }

        var isCut = length > TimeSpan.FromSeconds(seconds) + audio.Granularity;
        return new WanCheck
        {
            Rule = "t2v.audio.cut",
            Subject = subject,
            Status = isCut ? WanCheckStatus.Warning : WanCheckStatus.Passed,
            Actual = Measure.Seconds(length),
            Limit = Measure.Seconds(seconds),
            Message = isCut
                ? $"{subject} is {Measure.Seconds(length)} long; the service cuts it at the clip's {Measure.Seconds(seconds)}."
                : $"{subject} is {Measure.Seconds(length)} long and fits into {Measure.Seconds(seconds)}; what it does not fill is silent.",
            Fix = isCut ? $"Raise -Duration to {Math.Min(Math.Ceiling(length.TotalSeconds), contract.Number("t2v.duration.max"))}, or cut the sound to what shall be heard." : null,
            Source = contract.Source("t2v.audio.seconds.max"),
        };
    }
}
