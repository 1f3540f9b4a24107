namespace Wan27.Emulator;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The connection is reset as soon as the request's head has arrived.</summary>
    DropBeforeBody,

    /// <summary>The body is read, nothing is done with it, and the connection is reset.</summary>
    DropAfterBody,

    /// <summary>The request is carried out - a task is created, a file stored - and the connection is reset without an answer.</summary>
    DropAfterAccept,

    /// <summary>An error answer of <see cref="FaultRule.Status"/>; nothing is carried out.</summary>
    Status,

    /// <summary>The request is carried out, and then answered with the error of <see cref="FaultRule.Status"/>.</summary>
    StatusAfterAccept,

    /// <summary>The answer waits for <see cref="FaultRule.Delay"/> and trickles at <see cref="FaultRule.BytesPerSecond"/>.</summary>
    Slow,

    /// <summary>The full length is announced, and the connection ends half way or after <see cref="FaultRule.AfterBytes"/>.</summary>
    HalfBody,

    /// <summary>The checksum headers belong to other bytes.</summary>
    WrongChecksum,

    /// <summary>Other bytes of the same length under the right checksum headers.</summary>
    SwappedBody,

    /// <summary>The result's URL dies now; the task hands out a new one.</summary>
    ExpireEarly,

    /// <summary>The task that this request creates ends as FAILED.</summary>
    FailTask,

    /// <summary>A complete answer whose JSON stops half way.</summary>
    HalfJson,

    /// <summary>A task query answers UNKNOWN although the task exists.</summary>
    UnknownOnce,

    /// <summary>A task query answers FAILED, in <see cref="FaultRule.Form"/>, although the task goes on.</summary>
    FailedOnce,

    /// <summary>A task query answers CANCELED although the task goes on.</summary>
    CanceledOnce,

    /// <summary>The connection is reset without an answer, and the request is carried out <see cref="FaultRule.Delay"/> seconds later.</summary>
    LateAccept,

    /// <summary>The task list does not show yet what was created within the last <see cref="FaultRule.Delay"/> seconds.</summary>
    LateList,

    /// <summary>A finished task tells its prompt without the blanks at its ends.</summary>
    TrimmedPrompt,

    /// <summary>A finished task tells its prompt with other line ends: LF for CRLF, or CRLF for LF.</summary>
    OtherLineEnds,

    /// <summary>The answer's Date header is off by <see cref="FaultRule.Shift"/>, as if one of the two clocks was wrong.</summary>
    ShiftedDate,
}
