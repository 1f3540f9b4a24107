using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanBillRow"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class BillRowView
{
    /// <summary>The job, or the model and day.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Job key, task or request id; model and day of rows that have none.</returns>
    public static string JobText(PSObject instance)
    {
        var row = Of(instance);
        return row.By == "Day"
            ? string.Join(", ", new[] { row.Model, row.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }.Where(static part => part is not null))
            : row.JobKey ?? row.TaskId ?? row.RequestId ?? row.Model ?? string.Empty;
    }

    /// <summary>Units and amount by the ledger.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Such as <c>5 s, 0.50 USD</c>; nothing where the ledger knows neither.</returns>
    public static string? LedgerText(PSObject instance) => Text(Of(instance).LedgerUnits, Of(instance).LedgerAmount, Of(instance));

    /// <summary>Units and amount by the bill.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>The same of the bill.</returns>
    public static string? BillText(PSObject instance) => Text(Of(instance).BilledUnits, Of(instance).BilledAmount, Of(instance));

    private static string? Text(double? units, decimal? amount, WanBillRow row)
    {
        string?[] parts =
        [
            units is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.###} {(row.Unit == "second" ? "s" : row.Unit)}").TrimEnd() : null,
            amount is { } sum ? string.Create(CultureInfo.InvariantCulture, $"{sum:0.00####} {row.Currency}").TrimEnd() : null,
        ];
        return string.Join(", ", parts.Where(static part => part is not null)) is { Length: > 0 } text ? text : null;
    }

    private static WanBillRow Of(PSObject instance) => (WanBillRow)instance.BaseObject;
}
