using System.Text.Json.Serialization;

namespace Wan27.Emulator;

/// <summary>
/// One scripted fault: which requests it meets and what happens to them. Without <see cref="Nth"/>, <see cref="Every"/>,
/// <see cref="Count"/> or <see cref="Probability"/> it meets every request that fits.
/// </summary>
public sealed record FaultRule
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The operation; a star at the end fits any rest; null fits all on which the kind makes sense.</summary>
    public string? Operation { get; init; }

    /// <summary>The exact model.</summary>
    public string? Model { get; init; }

    /// <summary>The exact task.</summary>
    public string? TaskId { get; init; }

    /// <summary>A part of the path.</summary>
    public string? PathContains { get; init; }

    /// <summary>Any further condition; in-process only.</summary>
    [JsonIgnore]
    public Func<FaultSubject, bool>? When { get; init; }

    /// <summary>Only the n-th request that fits, 1 being the first.</summary>
    public int? Nth { get; init; }

    /// <summary>Every n-th request that fits.</summary>
    public int? Every { get; init; }

    /// <summary>At most so many times.</summary>
    public int? Count { get; init; }

    /// <summary>With this chance, 0 to 1, drawn from <see cref="Seed"/>.</summary>
    public double? Probability { get; init; }

    /// <summary>Makes <see cref="Probability"/> reproducible.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>HTTP status of <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The service's code in the error answer or of the failed task.</summary>
    public string? Code { get; init; }

    /// <summary>The service's message in the error answer or of the failed task.</summary>
    public string? Message { get; init; }

    /// <summary>The Retry-After header in seconds; none by default.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Seconds before the answer's first byte, before a late acceptance, or before the list shows a task.</summary>
    public double Delay { get; init; }

    /// <summary>Seconds that <see cref="FaultKind.ShiftedDate"/> adds to the Date header; below zero it lies in the past.</summary>
    public double Shift { get; init; }

    /// <summary>Pace of the answer's body.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Where <see cref="FaultKind.HalfBody"/> cuts; by default half way.</summary>
    public long? AfterBytes { get; init; }

    /// <summary>Where the reason of <see cref="FaultKind.FailTask"/> or <see cref="FaultKind.FailedOnce"/> stands.</summary>
    public FailureForm Form { get; init; }

    internal bool Fits(FaultSubject subject)
        => FitsOperation(subject.Operation)
            && (Model is null || Model == subject.Model)
            && (TaskId is null || TaskId == subject.TaskId)
            && (PathContains is null || subject.Path.Contains(PathContains, StringComparison.Ordinal))
            && (When?.Invoke(subject) ?? true);

    private bool FitsOperation(string operation)
        => Operation switch
        {
            null => Kind switch
            {
                FaultKind.FailTask or FaultKind.LateAccept => operation is Service.Operations.ImageAsync or Service.Operations.VideoSubmit,
                FaultKind.UnknownOnce or FaultKind.FailedOnce or FaultKind.CanceledOnce or FaultKind.TrimmedPrompt or FaultKind.OtherLineEnds
                    => operation == Service.Operations.TaskQuery,
                FaultKind.LateList => operation == Service.Operations.TaskList,
                FaultKind.ExpireEarly or FaultKind.WrongChecksum or FaultKind.SwappedBody or FaultKind.HalfBody => operation == Service.Operations.ResultGet,
                _ => true,
            },
            [.. var start, '*'] => operation.StartsWith(start, StringComparison.Ordinal),
            _ => operation == Operation,
        };
}
