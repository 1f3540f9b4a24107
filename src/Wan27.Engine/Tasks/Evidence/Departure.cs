namespace Wan27.Engine.Tasks.Evidence;

/// <summary>When a body left, by the clock that the provider stamps tasks with, and how far that can be relied on.</summary>
/// <param name="At">The moment; null when no two clocks agree on it.</param>
/// <param name="Slack">How far the clocks may be apart.</param>
/// <param name="Late">How long after it a task may still be made.</param>
/// <param name="IsFirm">True when an own task of that time confirms the clock that tasks are stamped with.</param>
internal sealed record Departure(DateTimeOffset? At, TimeSpan Slack, TimeSpan Late, bool IsFirm)
{
    public static Departure Unknown { get; } = new(null, TimeSpan.Zero, TimeSpan.Zero, false);

    /// <summary>
    /// Three clocks know something of the moment: this machine's, the one that dates the service's answers, and the one that stamps tasks.
    /// Any of them may be wrong by hours, so none is believed alone. This machine's and the answers' agree within the slack, or an own task
    /// whose submit was answered (an anchor) shows how the stamps run to this machine's clock and one of the other two says the same.
    /// Where an anchor contradicts both, or there is none and they disagree, time says nothing. Only with an anchor is a task ruled out for
    /// good by its time; without one it merely proves nothing.
    /// </summary>
    /// <param name="left">When the body left, by this machine's clock.</param>
    /// <param name="told">How far the service's dates were ahead of this machine's clock then.</param>
    /// <param name="anchors">Own tasks: when each left by this machine's clock, and the stamp that it got.</param>
    /// <param name="slack">How far clocks that agree may be apart.</param>
    /// <param name="late">How long after it a task may still be made.</param>
    public static Departure Of(
        DateTimeOffset left, TimeSpan? told, IReadOnlyCollection<(DateTimeOffset Left, DateTimeOffset Stamp)> anchors, TimeSpan slack, TimeSpan late)
    {
        TimeSpan? stamped = anchors.Count == 0 ? null : anchors.MinBy(anchor => (anchor.Left - left).Duration()) is var near ? near.Stamp - near.Left : null;
        if (stamped is { } offset)
        {
            return told is { } dates && Agree(offset, dates) ? new Departure(left + dates, slack, late, true)
                : Agree(offset, TimeSpan.Zero) ? new Departure(left, slack, late, true)
                : new Departure(null, slack, late, false);
        }

        return told is { } alone && Agree(alone, TimeSpan.Zero) ? new Departure(left, slack, late, false) : new Departure(null, slack, late, false);

        bool Agree(TimeSpan one, TimeSpan other) => (one - other).Duration() <= slack;
    }
}
