using System.Management.Automation;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Budgets;

/// <summary>A bill as a provider exports it, against what the emulator's jobs left in the ledger.</summary>
public sealed class BillTests : EmulatedTests
{
    [Fact]
    public void A_bill_with_a_mark_semicolons_commas_and_totals_in_another_zone_is_explained()
    {
        var tasks = Shell.Run("1..3 | ForEach-Object { [pscustomobject]@{ FirstFrame = \"https://cdn.example.com/$_.png\"; JobKey = \"clip-$_\" } } | Start-WanVideoTask turn -Resolution 720P -Duration 2 | Wait-WanTask")
            .MustSucceed().Of<WanTask>().OrderBy(static task => task.JobKey, StringComparer.Ordinal).ToArray();
        var time = tasks[0].SubmittedAt!.Value.ToUniversalTime().AddHours(8).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(Shell.PathOf("rechnung.csv"), $"\uFEFFVorgang;Zeit;Menge;Einheit;Betrag;Währung\r\n{tasks[0].TaskId};{time};2,00;Sekunden;0,20;USD\r\n{tasks[1].TaskId};{time};3,00;Sekunden;0,30;USD\r\nfremd;{time};1.234,50;Sekunden;1,00;USD\r\nSumme;;;;1,50;USD\r\n", new System.Text.UTF8Encoding(false));

        var refused = Shell.Run("Compare-WanBill rechnung.csv").OnlyError("Wan.Billing.BillColumnsUnknown");
        var result = Shell.Run("Compare-WanBill rechnung.csv -Map @{ TaskId = 'Vorgang'; Time = 'Zeit'; Units = 'Menge'; Unit = '=second'; Amount = 'Betrag'; Currency = 'Währung' } -TimeZone +08:00 -Since 2026-01-01 6> summary.txt").MustSucceed();

        Assert.Contains("its columns are Vorgang, Zeit, Menge, Einheit, Betrag, Währung", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            [(WanBillVerdict.Different, "clip-2"), (WanBillVerdict.MissingInLedger, null), (WanBillVerdict.MissingInBill, "clip-3"), (WanBillVerdict.Matched, "clip-1")],
            result.Of<WanBillRow>().Select(static row => (row.Verdict, row.JobKey)));
        Assert.Contains("1 matched, 1 different, 1 missing in the bill, 1 missing in the ledger; lines of the bill: 3 compared, 1 of totals, 1.50 USD; days of UTC+08:00.", File.ReadAllText(Shell.PathOf("summary.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_alone_is_an_object_and_rows_have_a_view()
    {
        var task = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P -Duration 2 | Wait-WanTask").Single<WanTask>();
        File.WriteAllText(Shell.PathOf("bill.csv"), $"TaskId,Units,Unit\n{task.TaskId},2,s\n");

        var summary = Shell.Run("Get-Item bill.csv | Compare-WanBill -Summary").Single<WanBillSummary>();
        var table = Shell.Run("Compare-WanBill bill.csv | Format-Table | Out-String -Width 160").Single<string>();

        Assert.Equal((1, 0, 0, 0), (summary.Matched, summary.Different, summary.MissingInBill, summary.MissingInLedger));
        Assert.Contains("Matched", table, StringComparison.Ordinal);
        Assert.Contains("2 s", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Compare-WanBill nothing.csv", "Wan.Billing.BillUnreadable")]
    [InlineData("Set-Content b.csv 'TaskId,Units','a,1'; Compare-WanBill b.csv -TimeZone Mars", "Wan.Billing.BillInvalid")]
    [InlineData("Set-Content b.csv 'TaskId,Units','a,1'; Compare-WanBill b.csv -Culture nowhere-at-all", "Wan.Billing.BillInvalid")]
    [InlineData("Set-Content b.csv 'TaskId,Units','a,1'; Compare-WanBill b.csv -Provider Acme", "Wan.Route.ProviderUnknown")]
    [InlineData("Set-Content b.csv 'TaskId,Units','a,1'; Compare-WanBill b.csv -PriceListPath none.csv", "Wan.Billing.PriceListUnreadable")]
    public void What_cannot_be_compared_is_one_clear_error(string script, string id) => Shell.Run(script).OnlyError(id);
}
