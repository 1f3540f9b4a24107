using System.Globalization;
using Wan27.Emulator.Service;

namespace Wan27.Emulator;

/// <summary>A fault as a person asks for it: <c>Throttle</c> for once, <c>Throttle:3</c> for three times, <c>Throttle:*</c> for every time.</summary>
/// <param name="Name">Its name; that of its <see cref="FaultKind"/> where it stands for the kind itself.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Rule">The rule for every request that it is meant for.</param>
public sealed record NamedFault(string Name, string Summary, FaultRule Rule)
{
    private const string EveryTime = "*";
    private const int TooManyRequests = 429;
    private const double SlowSeconds = 3;
    private const double Hour = 3600;

    /// <summary>All faults that can be asked for by name.</summary>
    public static IReadOnlyList<NamedFault> All { get; } =
    [
        new("Throttle", "A submit is refused with 429; nothing is created.", OnSubmit(FaultKind.Status) with { Status = TooManyRequests }),
        Kind("A submit is cut off before its body was read; nothing is created.", OnSubmit(FaultKind.DropBeforeBody)),
        Kind("A submit is cut off after its body was sent; nothing is created, but the sender cannot know.", OnSubmit(FaultKind.DropAfterBody)),
        Kind("A submit is cut off after the task was created: a task that is paid for and whose id never arrives.", OnSubmit(FaultKind.DropAfterAccept)),
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
    ];

    /// <summary>The rule for a name, with a count or a star after a colon; once without.</summary>
    /// <param name="text">Such as <c>DropAfterAccept</c>, <c>Throttle:3</c> or <c>Slow:*</c>; letter case does not matter.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="FormatException">The name or the count is none; the message is one sentence.</exception>
    public static FaultRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var fault = All.FirstOrDefault(known => known.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{parts[0]}' is no fault; use {string.Join(", ", All.Select(static known => known.Name))}.");
        return fault.Rule with { Count = parts.Length == 1 ? 1 : CountOf(parts[1], text) };
    }

    private static int? CountOf(string count, string text)
        => count == EveryTime ? null
            : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? times
            : throw new FormatException($"'{text}' must end with how many times, such as :3, or with :{EveryTime} for every time.");

    private static NamedFault Kind(string summary, FaultRule rule) => new(rule.Kind.ToString(), summary, rule);

    private static FaultRule OnSubmit(FaultKind kind)
        => new() { Kind = kind, When = static subject => subject.Operation is Operations.ImageSync or Operations.ImageAsync or Operations.VideoSubmit };
}
