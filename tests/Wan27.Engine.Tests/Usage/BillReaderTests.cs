using System.Text;
using Wan27.Engine.Usage.Bills;

namespace Wan27.Engine.Tests.Usage;

/// <summary>A bill is read with certainty, or it is not read.</summary>
public sealed class BillReaderTests : IDisposable
{
    private const string Map = "TaskId=Task;Time=When;Model=Item;Units=Used;Unit=Per;Amount=Cost;Currency=Money";

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-bill-").FullName;

    /// <summary>Numbers of a column, what parts the cells, and the sum that they have.</summary>
    public static TheoryData<string, char, double> Numbers => new()
    {
        { "1.5|2.25", ',', 3.75 },
        { "1,5|2,25", ';', 3.75 },
        { "1.234,5|2,25", ';', 1236.75 },
        { "1,234.5|1,234", ',', 2468.5 },
        { "1.234|0,5", ';', 1234.5 },
        { "1.234|1.234.567", ';', 1235801 },
        { "1 234,5|1\u00A0000,0", ';', 2234.5 },
        { "1'234.5|1", ';', 1235.5 },
        { "0,125|3", ';', 3.125 },
        { "1.234|2", ',', 3.234 },
        { "1e-3|2", ',', 2.001 },
        { "(1.50)|2", ',', 0.5 },
        { "-1.50|2", ',', 0.5 },
    };

    /// <summary>What makes a bill unread, and why.</summary>
    public static TheoryData<string, string, string> Bad => new()
    {
        { "Task,When,Item,Used,Per,Cost,Money\nt,11/12/2026,m,5,s,1,USD", "Wan.Billing.BillInvalid", "'11/12/2026' is no day" },
        { "Task,When,Item,Used,Per,Cost,Money\nt,2026-13-40,m,5,s,1,USD", "Wan.Billing.BillInvalid", "Line 2: '2026-13-40'" },
        { "Task,When,Item,Used,Per,Cost,Money\nt,2026-11-12,m,five,s,1,USD", "Wan.Billing.BillInvalid", "'five' is no number" },
        { "Task,When,Item,Used,Per,Cost,Money\nt,2026-11-12,m,5,s,1,DUBLOONS", "Wan.Billing.BillInvalid", "the currency is 'DUBLOONS'" },
        { "Task;When;Item;Used;Per;Cost;Money\nt;2026-11-12;m;1,234;s;;", "Wan.Billing.BillInvalid", "can be read in two ways" },
        { "Task;When;Item;Used;Per;Cost;Money\nt;2026-11-12;m;1,5;s;1.25;USD", "Wan.Billing.BillInvalid", "a decimal comma" },
        { "Task,When,Item,Used,Per,Cost,Money\n,,m,5,s,1,USD", "Wan.Billing.BillInvalid", "neither an id nor a time" },
        { "Task,When,Item,Used,Per,Cost\nt,2026-11-12,m,5,s,1", "Wan.Billing.BillColumnsUnknown", "it has no column 'Money'" },
        { "", "Wan.Billing.BillUnreadable", "it is empty" },
        { "Task,Task\n1,2", "Wan.Billing.BillUnreadable", "the column 'Task' twice" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_are_read_as_the_bill_writes_them(string numbers, char separator, double sum)
    {
        var lines = numbers.Split('|').Select((number, at) => string.Join(separator, $"t{at}", separator == ',' && number.Contains(',', StringComparison.Ordinal) ? $"\"{number}\"" : number));
        var bill = Read(string.Join('\n', lines.Prepend(string.Join(separator, "Task", "Used"))), "TaskId=Task;Units=Used");

        Assert.Equal(sum, bill.Lines.Sum(static line => line.Units!.Value), 6);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_cannot_be_read_with_certainty_is_one_message(string text, string id, string why)
    {
        var refused = Assert.Throws<WanException>(() => Read(text, Map));

        Assert.Equal(id, refused.Error.ErrorId);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26", "UTC", 26)]
    [InlineData("2026/11/6 1:02:03", "UTC", 6)]
    [InlineData("20261126", "UTC", 26)]
    [InlineData("26.11.2026 23:59", "UTC", 26)]
    [InlineData("2026-11-25T16:00:00Z", "+08:00", 26)]
    [InlineData("2026-11-25 15:59:59 UTC", "+08:00", 25)]
    [InlineData("2026-11-26T00:30:00+08:00", "UTC", 25)]
    [InlineData("2026-11-25T23:30:00.123-05:00", "Asia/Shanghai", 26)]
    [InlineData("2026-11-26 00:30:00", "+08:00", 26)]
    public void Days_are_those_of_the_bills_zone(string text, string zone, int day)
        => Assert.Equal(day, Assert.Single(Read($"Task,When,Used\nt,{text},5", "TaskId=Task;Time=When;Units=Used", zone).Lines).Day!.Value.Day);

    [Fact]
    public void Slashes_are_read_by_a_culture()
        => Assert.Equal(new DateOnly(2026, 12, 11), Assert.Single(Read("Task,When,Used\nt,11/12/2026,5", "TaskId=Task;Time=When;Units=Used", culture: "en-GB").Lines).Day);

    [Fact]
    public void A_mark_totals_blank_lines_and_signs_of_currencies_are_passed_over()
    {
        var bill = Read("\uFEFFTask;When;Item;Used;Per;Cost;Money\r\n\r\nt;2026-11-12;m;5;Seconds;USD 1,50;\r\n;;;;;1,50;\r\nGesamt;;;5;;1,50;\r\n合计;;;5;;1,50;\r\n", Map);
        var line = Assert.Single(bill.Lines);

        Assert.Equal((3, 1.50m, "USD", "second", 5d), (bill.Totals, line.Amount!.Value, line.Currency, line.Unit, line.Units));
    }

    [Fact]
    public void Units_and_models_are_read_by_their_words_and_constants_stand_in_no_column()
    {
        var bill = Read("When,Item,Used\n2026-11-12,Image to video 720P,2", "Time=When;Model=Item;Units=Used;Unit==minute;Currency==USD", models: "Image to video*=wan2.7-i2v");
        var line = Assert.Single(bill.Lines);

        Assert.Equal(("wan2.7-i2v", 120d, "second", "USD"), (line.Model, line.Units, line.Unit, line.Currency));
    }

    [Fact]
    public void A_public_form_needs_no_map_and_counts_use_alone()
    {
        var bill = Read("""
            BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ResourceId,SkuId
            0.50,USD,Usage,2026-11-25T23:00:00Z,5,Seconds,t1,fal-ai/wan
            -0.10,USD,Credit,2026-11-25T23:00:00Z,,,,
            """, string.Empty);

        Assert.Equal(("FOCUS", 1, "t1", TimeZoneInfo.Utc), (bill.Form!.Name, bill.Others, Assert.Single(bill.Lines).TaskId, bill.Zone));
    }

    [Fact]
    public void A_form_that_nobody_knows_says_which_columns_there_are()
    {
        var refused = Assert.Throws<WanException>(() => Read("A,B\n1,2", string.Empty));

        Assert.Contains("its columns are A, B", refused.Message, StringComparison.Ordinal);
        Assert.Contains("there is no field 'Cost'", Assert.Throws<WanException>(() => Read("A,B\n1,2", "Cost=A")).Message, StringComparison.Ordinal);
    }

    private Bill Read(string text, string map, string? zone = null, string? culture = null, string models = "")
    {
        var path = Path.Combine(_folder, "bill.csv");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return BillReader.Read(new BillQuestion { FilePath = path, Map = Table(map), Models = Table(models), Zone = zone, Culture = culture });
    }

    private static Dictionary<string, string?> Table(string text)
        => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => (string?)pair[1]);
}
