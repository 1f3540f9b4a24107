using System.Globalization;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>Compares one submit with one task, fact by fact.</summary>
internal static class PairJudge
{
    // Clips come out a few frames longer or shorter than asked.
    private const double SecondsApart = 0.5;

    public static PairEvidence Judge(OpenSubmit submit, Candidate candidate)
    {
        var trace = candidate.Trace;
        Finding?[] findings =
        [
            Model(submit, trace), Request(submit, trace), Prompt(submit, trace), Length(submit, trace), Tier(submit, trace), Ratio(submit, trace),
            Pictures(submit, trace), Time(submit, candidate),
        ];
        return new PairEvidence(submit, candidate, [.. findings.OfType<Finding>()]);
    }

    private static Finding? Model(OpenSubmit submit, TaskTrace trace)
        => submit.Model is null || trace.Model is null || submit.Model == trace.Model
            ? null
            : new Finding(Aspect.Model, Says.Contradicts, $"model: {trace.Model}, asked {submit.Model}");

    /// <summary>A gateway may give its error a request id of its own, so that only the same id says something.</summary>
    private static Finding? Request(OpenSubmit submit, TaskTrace trace)
        => submit.RequestId is { Length: > 0 } id && id == trace.SubmitRequestId
            ? new Finding(Aspect.Request, Says.Fits, $"request: the answer named {id}, which made this task")
            : null;

    private static Finding Prompt(OpenSubmit submit, TaskTrace trace)
    {
        if (string.IsNullOrEmpty(trace.Prompt))
        {
            return new Finding(Aspect.Prompt, Says.Unknown, trace switch
            {
                { IsFinal: false } => "prompt: told once the task has ended",
                { IsUnbilled: true } => $"prompt: not told of a task that is {trace.State}",
                _ => "prompt: not told",
            });
        }

        if (string.IsNullOrEmpty(submit.Prompt))
        {
            return new Finding(Aspect.Prompt, Says.Contradicts, "prompt: the task has one, and the job has none");
        }

        var match = PromptComparison.Compare(submit.Prompt, trace.Prompt, submit.Expected.PromptLimit);
        return match switch
        {
            { IsSame: false } => new Finding(Aspect.Prompt, Says.Contradicts, "prompt: another one"),
            { Assumed: { } assumed } => new Finding(Aspect.Prompt, Says.Fits, $"prompt: the same, assumed that the service has {assumed}"),
            _ => new Finding(Aspect.Prompt, Says.Fits, "prompt: the same, byte for byte"),
        };
    }

    private static Finding? Length(OpenSubmit submit, TaskTrace trace)
    {
        if (trace.Seconds is not { } seconds)
        {
            return null;
        }

        var (asked, fits) = submit.Expected switch
        {
            { Seconds: { } exact } => ($"{Number(exact)} s", Math.Abs(seconds - exact) <= SecondsApart),
            { MostSeconds: { } most } => ($"at most {Number(most)} s", seconds <= most + SecondsApart),
            _ => (null, false),
        };
        return asked is null ? null
            : fits ? new Finding(Aspect.Length, Says.Fits, $"length: {Number(seconds)} s")
            : new Finding(Aspect.Length, Says.Contradicts, $"length: {Number(seconds)} s, asked {asked}");
    }

    private static Finding? Tier(OpenSubmit submit, TaskTrace trace) => Word(Aspect.Tier, "tier", submit.Expected.Tier, trace.Tier);

    private static Finding? Ratio(OpenSubmit submit, TaskTrace trace) => Word(Aspect.Ratio, "ratio", submit.Expected.Ratio, trace.Ratio);

    private static Finding? Pictures(OpenSubmit submit, TaskTrace trace)
        => submit.Expected.MostPictures is not { } most || trace.Pictures is not { } made ? null
            : made <= most ? new Finding(Aspect.Pictures, Says.Fits, $"pictures: {Number(made)}")
            : new Finding(Aspect.Pictures, Says.Contradicts, $"pictures: {Number(made)}, asked {Number(most)}");

    private static Finding? Word(Aspect aspect, string name, string? asked, string? told)
        => asked is null || told is null ? null
            : string.Equals(asked, told, StringComparison.OrdinalIgnoreCase) ? new Finding(aspect, Says.Fits, $"{name}: {told}")
            : new Finding(aspect, Says.Contradicts, $"{name}: {told}, asked {asked}");

    private static Finding Time(OpenSubmit submit, Candidate candidate)
    {
        if (candidate.FirstLook > submit.ClosedAtLook)
        {
            return new Finding(Aspect.Time, Says.Contradicts, "time: it appeared after the last moment at which a late task could");
        }

        if (candidate.Trace.CreatedAt is not { } made)
        {
            return new Finding(Aspect.Time, Says.Unknown, "time: not told");
        }

        if (submit.Left.At is not { } left)
        {
            return new Finding(Aspect.Time, Says.Unknown, "time: the clocks of this machine, of the service's answers and of its tasks do not agree");
        }

        return made < left - submit.Left.Slack ? new Finding(Aspect.Time, Says.Contradicts, $"time: made {Span(left - made)} before the request left")
            : made > left + submit.Left.Late + submit.Left.Slack ? new Finding(Aspect.Time, Says.Contradicts, $"time: made {Span(made - left)} after the request had left")
            : new Finding(Aspect.Time, Says.Fits, made < left ? "time: made as the request left" : $"time: made {Span(made - left)} after the request had left");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => $"{Number(Math.Round(span.TotalSeconds, 1))} s",
        { TotalHours: < 2 } => $"{Number(Math.Round(span.TotalMinutes))} min",
        _ => $"{Number(Math.Round(span.TotalHours, 1))} h",
    };
}
