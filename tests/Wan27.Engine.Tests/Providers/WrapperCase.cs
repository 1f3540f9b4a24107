using System.Text;
using System.Text.RegularExpressions;
using Wan27.Engine.Routes;
using Wan27.Engine.Tests.Providers.Fal;
using Wan27.Engine.Tests.Providers.Novita;
using Wan27.Engine.Tests.Providers.Replicate;
using Wan27.Engine.Tests.Providers.WaveSpeed;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers;

/// <summary>A route of a wrapper provider, with the answers of its samples.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Submit">Name of the sample of its submit.</param>
/// <param name="Request">The job.</param>
/// <param name="Look">The samples of a task that has succeeded: one, or that of its state and that of its result.</param>
internal sealed partial record WrapperCase(string Provider, string Submit, RouteRequest Request, params string[] Look)
{
    public static IReadOnlyList<WrapperCase> All { get; } =
    [
        .. Cases("Fal", ["fal_submit_i2v", "fal_submit_i2v_clip", "fal_submit_videoedit", "fal_submit_t2v", "fal_submit_r2v"], FalRequests.Of, "fal_status_completed", "fal_result_video"),
        .. Cases("Novita", ["novita_submit_i2v", "novita_submit_i2v_clip", "novita_submit_videoedit", "novita_submit_t2v", "novita_submit_r2v"], NovitaRequests.Of, "novita_result_succeed"),
        .. Cases("Replicate", ["replicate_submit_i2v", "replicate_submit_videoedit", "replicate_submit_r2v"], ReplicateRequests.Of, "replicate_succeeded_video"),
        .. Cases("WaveSpeed", ["wavespeed_submit_edit"], static _ => WaveSpeedRequests.VideoEdit, "wavespeed_completed"),
    ];

    /// <summary>The id that the samples give the task.</summary>
    public string TaskId => Ids().Match(Sample.Wrapper(Submit).AnswerText).Value;

    /// <summary>What the provider answers to a submit that it has accepted.</summary>
    public WireAnswer Accepted => SampleAnswer.Of(Submit);

    /// <summary>What it answers to a look at this task once it has succeeded.</summary>
    public WireAnswer Done(WireRequest request)
    {
        var sample = Sample.Wrapper(Look.Length > 1 && !request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Look[1] : Look[0]);
        return new WireAnswer { Status = sample.Status, Body = Encoding.UTF8.GetBytes(Ids().Replace(sample.AnswerText, TaskId)) };
    }

    private static IEnumerable<WrapperCase> Cases(string provider, IEnumerable<string> submits, Func<string, RouteRequest> request, params string[] look)
        => submits.Select(submit => new WrapperCase(provider, submit, request(submit), look));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|k3v0a1wanxrme0example[0-9]{2}|pred_example01")]
    private static partial Regex Ids();
}
