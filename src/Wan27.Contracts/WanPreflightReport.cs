using System.Globalization;

namespace Wan27;

/// <summary>What local checks found about one job, before anything is sent.</summary>
public sealed record WanPreflightReport : WanBundle
{
    /// <summary>True when no check failed: nothing found here would make the service refuse or fail the job.</summary>
    public bool Passed => Checks.All(static check => check.Status != WanCheckStatus.Failed);

    /// <summary>
    /// True when the cmdlets that send would send it. They also refuse what the service would take but spoil, such as a prompt that it would
    /// cut (<see cref="WanCheck.Blocking"/>).
    /// </summary>
    public bool CanSubmit => Checks.All(static check => check.Status != WanCheckStatus.Failed && !check.Blocking);

    /// <summary>The media of the job, each with its parameter; the prompt where there are none.</summary>
    public required string Input { get; init; }

    /// <summary>The prompt, as asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>Output tier or size that the job would be made in.</summary>
    public string? Resolution { get; init; }

    /// <summary>What would be billed, in words, as far as it is known before the submit.</summary>
    public required string Billed { get; init; }

    /// <summary>How many units would be billed; absent where that is not known here.</summary>
    public double? BilledUnits { get; init; }

    /// <summary>How many units would be billed at least: less than the most where that depends on the result, or on what the provider does not say.</summary>
    public double? BilledUnitsLow { get; init; }

    /// <summary>How many units would be billed at most; absent where the provider does not say what it bills by.</summary>
    public double? BilledUnitsHigh { get; init; }

    /// <summary><c>second</c>, <c>picture</c>, or <c>unknown</c> where the provider does not say what it bills by.</summary>
    public required string BilledUnit { get; init; }

    /// <summary>What that would cost; absent where the profile names no price list.</summary>
    public WanCost? Cost { get; init; }

    /// <summary>Every rule that was held against the job, passed ones included.</summary>
    public IReadOnlyList<WanCheck> Checks { get; init; } = [];

    /// <summary>The checks that failed.</summary>
    public IReadOnlyList<WanCheck> Failed => Of(WanCheckStatus.Failed);

    /// <summary>The checks that ended with a warning.</summary>
    public IReadOnlyList<WanCheck> Warnings => Of(WanCheckStatus.Warning);

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] counts =
        [
            Count(WanCheckStatus.Failed, "failed", "failed"),
            Count(WanCheckStatus.Warning, "warning", "warnings"),
            Count(WanCheckStatus.Passed, "passed", "passed"),
            Count(WanCheckStatus.Skipped, "not checked", "not checked"),
        ];
        return $"{(Passed ? "PASSED" : "FAILED")} {Input}: {string.Join(", ", counts.Where(static count => count.Length > 0))}";
    }

    private IReadOnlyList<WanCheck> Of(WanCheckStatus status) => [.. Checks.Where(check => check.Status == status)];

    private string Count(WanCheckStatus status, string one, string many)
        => Of(status).Count switch
        {
            0 => string.Empty,
            1 => $"1 {one}",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} {many}"),
        };
}
