using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>
/// What the views of <see cref="WanTask"/> show beside its properties. <c>Wan27.types.ps1xml</c> adds these as hidden properties: views need
/// no script to compute them, and Export-Csv, ConvertTo-Json and Select-Object * do not see them.
/// </summary>
public static class TaskView
{
    /// <summary>What names the task: its id, or the job's key while it has none.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The id, <c>(job fox)</c> or <c>(no id)</c>.</returns>
    public static string IdText(PSObject instance) => Of(instance) switch
    {
        { TaskId: { Length: > 0 } id } => id,
        { JobKey: { Length: > 0 } key } => $"(job {key})",
        _ => "(no id)",
    };

    /// <summary>The short name of the route.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The route's short form, such as <c>i2v</c>.</returns>
    public static string? RouteText(PSObject instance) => ViewText.Route(Of(instance).Route);

    /// <summary>The style of the state.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? StateStyle(PSObject instance) => ViewStyle.Wanted(ViewStyle.Of(Of(instance).State));

    /// <summary>How long ago the task was submitted.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A text such as <c>3m</c>.</returns>
    public static string? AgeText(PSObject instance) => ViewText.Age(Of(instance).SubmittedAt);

    /// <summary>How long the provider took.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A text such as <c>1m 05s</c>; null while the task is not finished.</returns>
    public static string? TookText(PSObject instance)
        => Of(instance) is { SubmittedAt: { } begun, EndedAt: { } ended } ? HumanUnits.Span(ended - begun) : null;

    /// <summary>What there is of the result: how long its URL lives, or how many files are stored.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A text such as <c>23h left</c>, <c>expired</c> or <c>1 file</c>.</returns>
    public static string? ResultText(PSObject instance) => Of(instance) switch
    {
        { State: WanTaskState.Stored, Files.Count: var files } => string.Create(CultureInfo.InvariantCulture, $"{files} file{(files == 1 ? "" : "s")}"),
        { State: WanTaskState.Completed, UrlExpiresAt: var end } => ViewText.Left(end),
        _ => null,
    };

    /// <summary>The style of <see cref="ResultText"/>: a result that is not stored and dies soon is warned of.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? ResultStyle(PSObject instance)
        => Of(instance) is { State: WanTaskState.Completed } task ? ViewStyle.Wanted(ViewText.LeftStyle(task.UrlExpiresAt)) : null;

    /// <summary>What was billed.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A text such as <c>5 s</c> or <c>2 pictures</c>.</returns>
    public static string? BilledText(PSObject instance) => ViewText.Billed(Of(instance).Usage);

    /// <summary>What was billed, for a column.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A text such as <c>5 s</c> or <c>2 img</c>.</returns>
    public static string? BilledShort(PSObject instance) => ViewText.BilledShort(Of(instance).Usage);

    /// <summary>The request in one line.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>Names and values.</returns>
    public static string RequestText(PSObject instance) => ViewText.Pairs(Of(instance).Request);

    /// <summary>When the task was submitted.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? SubmittedText(PSObject instance) => ViewText.Moment(Of(instance).SubmittedAt);

    /// <summary>When the provider began.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? ScheduledText(PSObject instance) => ViewText.Moment(Of(instance).ScheduledAt);

    /// <summary>When the provider ended the task.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? EndedText(PSObject instance) => ViewText.Moment(Of(instance).EndedAt);

    /// <summary>When the result URLs die.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The local time and the time left.</returns>
    public static string? UrlExpiresText(PSObject instance) => ViewText.End(Of(instance).UrlExpiresAt);

    /// <summary>Who was asked, in one line.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>Profile, provider, region and endpoint.</returns>
    public static string? BundleText(PSObject instance) => ViewText.Bundle(Of(instance));

    /// <summary>What names the job of a submit whose answer was lost.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>The key, or the submit's own name.</returns>
    public static string? JobText(PSObject instance) => Of(instance).JobKey ?? Of(instance).SubmitId;

    /// <summary>What became of a submit whose answer was lost.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>A word or two.</returns>
    public static string VerdictText(PSObject instance) => Of(instance) switch
    {
        { State: WanTaskState.Indeterminate } task => task.Evidence.Any(static row => row.Verdict == WanVerdict.Proven) ? "Proven" : "Open",
        { State: WanTaskState.Canceled } => "Never accepted",
        { TaskId: { } own } task => task.Evidence.Any(row => row.TaskId == own && row.Verdict == WanVerdict.Proven) ? "Proven" : "Taken over",
        { State: var state } => state.ToString(),
    };

    /// <summary>The tasks that it may have made, and what speaks for and against each.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>Ids with their verdicts and the names of the facts below, or the task that is its own.</returns>
    public static string CandidateText(PSObject instance) => Of(instance) switch
    {
        { Evidence: { Count: > 0 } rows } => Lines(rows, static row => $"{row.TaskId} {row.Verdict}{Names("fits", row.Fits)}{Names("against", row.Against)}"),
        { TaskId: { } own } => own,
        _ => "none",
    };

    /// <summary>All that is known of the candidates, one in a line.</summary>
    /// <param name="instance">The task.</param>
    /// <returns>Ids, verdicts and reasons; null for a task that has none.</returns>
    public static string? EvidenceText(PSObject instance) => Of(instance).Evidence is { Count: > 0 } rows ? Lines(rows, static row => row.ToString()) : null;

    private static string Lines(IReadOnlyList<WanEvidence> rows, Func<WanEvidence, string> line) => string.Join("\n", rows.Select(line));

    /// <summary>A line of its own, where there is something to name. Each finding begins with the name of its fact.</summary>
    private static string Names(string label, IReadOnlyList<string> findings)
        => findings.Count == 0 ? string.Empty : $"\n  {label}: {string.Join(", ", findings.Select(static finding => finding.Split(':')[0]))}";

    private static WanTask Of(PSObject instance) => (WanTask)instance.BaseObject;
}
