using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanJournal"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class JournalView
{
    /// <summary>Where it is.</summary>
    /// <param name="instance">The journal.</param>
    /// <returns>A path, or database and server.</returns>
    public static string PlaceText(PSObject instance) => Of(instance).ToString();

    /// <summary>The number of rows, and of those in each state.</summary>
    /// <param name="instance">The journal.</param>
    /// <returns>A text such as <c>12 (Polling 2, Stored 10)</c>.</returns>
    public static string RowsText(PSObject instance) => Of(instance) is { Rows.Count: > 0 } journal
        ? string.Create(CultureInfo.CurrentCulture, $"{journal.Rows.Values.Sum()} ({string.Join(", ", journal.Rows.Select(static pair => $"{pair.Key} {pair.Value}"))})")
        : Of(instance).Layout is null ? string.Empty : "0";

    /// <summary>Round trip in milliseconds.</summary>
    /// <param name="instance">The journal.</param>
    /// <returns>A text such as <c>0.4 ms</c>; empty when it is not known.</returns>
    public static string RoundTripText(PSObject instance) => Of(instance).RoundTrip is { } trip ? string.Create(CultureInfo.CurrentCulture, $"{trip.TotalMilliseconds:0.0} ms") : string.Empty;

    /// <summary>Difference of the clocks.</summary>
    /// <param name="instance">The journal.</param>
    /// <returns>A text such as <c>+0.012 s</c>; empty for the local one.</returns>
    public static string ClockText(PSObject instance) => Of(instance).ClockDifference is { } difference ? string.Create(CultureInfo.CurrentCulture, $"{difference.TotalSeconds:+0.000;-0.000} s") : string.Empty;

    private static WanJournal Of(PSObject instance) => (WanJournal)instance.BaseObject;
}
