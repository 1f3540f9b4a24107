using System.Globalization;
using Wan27.Emulator.Service;

namespace Wan27.Emulator;

/// <summary>A fault as a person asks for it: <c>Throttle</c> for once, <c>Throttle:3</c> for three times, <c>Throttle:20%</c> for a
/// chance each time, <c>Throttle:*</c> for every time.</summary>
/// <param name="Name">Its name; that of its <see cref="FaultKind"/> where it stands for the kind itself.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Rule">The rule for every request that it is meant for.</param>
public sealed record NamedFault(string Name, string Summary, FaultRule Rule)
{
    private const string EveryTime = "*";
    private const int TooManyRequests = 429;
    private const double SlowSeconds = 3;
    private const double LateSeconds = 5;
    private const double Hour = 3600;

    /// <summary>All faults that can be asked for by name.</summary>
    public static IReadOnlyList<NamedFault> All { get; } =
    [
        new("Throttle", "A submit is refused with 429; nothing is created.", OnSubmit(FaultKind.Status) with { Status = TooManyRequests }),
        Kind("A submit is cut off before its body was read; nothing is created.", OnSubmit(FaultKind.DropBeforeBody)),
        Kind("A submit is cut off after its body was sent; nothing is created, but the sender cannot know.", OnSubmit(FaultKind.DropAfterBody)),
        Kind("A submit is cut off after the task was created: a task that is paid for and whose id never arrives.", OnSubmit(FaultKind.DropAfterAccept)),
        Kind("A submit is cut off, and the task is created five seconds later: the list does not show it before.", new() { Kind = FaultKind.LateAccept, Delay = LateSeconds }),
        Kind("A submit is answered with an internal error (500); nothing is created, but the sender cannot know.", OnSubmit(FaultKind.Status)),
        Kind("A submit is answered with an internal error (500) although the task was created.", OnSubmit(FaultKind.StatusAfterAccept)),
        Kind("An answer of any kind comes three seconds late.", new() { Kind = FaultKind.Slow, Delay = SlowSeconds }),
        Kind("A download ends half way.", new() { Kind = FaultKind.HalfBody }),
        Kind("A download comes with the checksum of other bytes.", new() { Kind = FaultKind.WrongChecksum }),
        Kind("A download brings other bytes of the same length.", new() { Kind = FaultKind.SwappedBody }),
        Kind("A result's URL dies before its time; a fresh look at the task gives a new one.", new() { Kind = FaultKind.ExpireEarly }),
        Kind("A task is taken in and ends as FAILED.", new() { Kind = FaultKind.FailTask }),
        Kind("A look at a task brings JSON that stops half way.", new() { Kind = FaultKind.HalfJson, Operation = Operations.TaskQuery }),
        Kind("An answer tells a time one hour ahead of this machine's, as if one of the two clocks was wrong.", new() { Kind = FaultKind.ShiftedDate, Shift = Hour }),
        Kind("A look at a task is answered UNKNOWN although the task exists.", new() { Kind = FaultKind.UnknownOnce }),
        Kind("A look at a task is answered FAILED although the task goes on.", new() { Kind = FaultKind.FailedOnce, Code = "InternalError" }),
        Kind("A look at a task is answered CANCELED although the task goes on.", new() { Kind = FaultKind.CanceledOnce }),
        Kind("The task list does not show the tasks of the last five seconds yet.", new() { Kind = FaultKind.LateList, Delay = LateSeconds }),
        Kind("A finished task tells its prompt without the blanks at its ends.", new() { Kind = FaultKind.TrimmedPrompt }),
        Kind("A finished task tells its prompt with other line ends than it was given.", new() { Kind = FaultKind.OtherLineEnds }),
    ];

    /// <summary>The rule for a name, with a count, a chance or a star after a colon; once without.</summary>
    /// <param name="text">Such as <c>DropAfterAccept</c>, <c>Throttle:3</c>, <c>Throttle:20%</c> or <c>Slow:*</c>; letter case does not matter.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="FormatException">The name or the count is none; the message is one sentence.</exception>
    public static FaultRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var fault = All.FirstOrDefault(known => known.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{parts[0]}' is no fault; use {string.Join(", ", All.Select(static known => known.Name))}.");
        return (parts.Length == 1 ? "1" : parts[1]) switch
        {
            EveryTime => fault.Rule,
            [.. var chance, '%'] when int.TryParse(chance, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
                => fault.Rule with { Probability = percent / 100.0 },
            var count when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 => fault.Rule with { Count = times },
            _ => throw new FormatException($"'{text}' must end with how many times, such as :3, with a chance, such as :20%, or with :{EveryTime} for every time."),
        };
    }

    private static NamedFault Kind(string summary, FaultRule rule) => new(rule.Kind.ToString(), summary, rule);

    private static FaultRule OnSubmit(FaultKind kind)
        => new() { Kind = kind, When = static subject => subject.Operation is Operations.ImageSync or Operations.ImageAsync or Operations.VideoSubmit };
}
