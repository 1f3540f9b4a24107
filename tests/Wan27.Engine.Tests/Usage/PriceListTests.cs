using System.Globalization;
using System.Text;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Tests.Usage;

/// <summary>A price list is read strictly, and found in without doubt.</summary>
public sealed class PriceListTests : IDisposable
{
    private const string Head = "provider,route,model,region,tier,unit,amount,currency,from,to,source,checked\n";
    private const string Good = "DashScope,i2v,wan2.7-i2v*,International,720P,second,0.10,usd,2026-11-01,,https://prices.example/a,2026-11-20\n";

    private static readonly DateOnly Today = new(2026, 11, 26);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-prices-").FullName;

    /// <summary>A row, and what the message says of it.</summary>
    public static TheoryData<string, string> BadRows => new()
    {
        { ",i2v,m,,,second,1,USD,,,https://p.example,2026-11-20", "it has no provider" },
        { "Acme,i2v,m,,,second,1,USD,,,https://p.example,2026-11-20", "the provider is 'Acme'" },
        { "Fal,film,m,,,second,1,USD,,,https://p.example,2026-11-20", "the route is 'film'" },
        { "Fal,,,,,second,1,USD,,,https://p.example,2026-11-20", "it has no model" },
        { "Fal,,m,Singapore,,second,1,USD,,,https://p.example,2026-11-20", "Fal has no regions" },
        { "DashScope,,m,Mars,,second,1,USD,,,https://p.example,2026-11-20", "the region is 'Mars'" },
        { "Fal,,m,,,minute,1,USD,,,https://p.example,2026-11-20", "the unit is 'minute'" },
        { "Fal,,m,,,second,-1,USD,,,https://p.example,2026-11-20", "the amount is -1" },
        { "Fal,,m,,,second,\"0,10\",USD,,,https://p.example,2026-11-20", "the amount is '0,10'" },
        { "Fal,,m,,,second,much,USD,,,https://p.example,2026-11-20", "the amount is 'much'" },
        { "Fal,,m,,,second,,USD,,,https://p.example,2026-11-20", "it has no amount" },
        { "Fal,,m,,,second,1,XYZ,,,https://p.example,2026-11-20", "the currency is 'XYZ'" },
        { "Fal,,m,,,second,1,,,,https://p.example,2026-11-20", "it has no currency" },
        { "Fal,,m,,,second,1,USD,01.11.2026,,https://p.example,2026-11-20", "from is '01.11.2026'" },
        { "Fal,,m,,,second,1,USD,2026-12-01,2026-11-01,https://p.example,2026-11-20", "it holds from 2026-12-01 to 2026-11-01" },
        { "Fal,,m,,,second,1,USD,,,a page,2026-11-20", "the source is 'a page'" },
        { "Fal,,m,,,second,1,USD,,,https://p.example,yesterday", "checked is 'yesterday'" },
        { "Fal,,m,,,second,1,USD,,,https://p.example,", "it has no checked" },
        { "Fal,,m,,,second,1,USD,,,https://p.example,2026-11-20,more", "more cells than there are columns" },
    };

    /// <summary>JSON rows, and what the message says of them.</summary>
    public static TheoryData<string, string> BadJson => new()
    {
        { Json("\"amount\": \"0.10\""), "amount is \"0.10\"; it must be a number without quotes" },
        { Json("\"amount\": 0.1", "\"model\": 7"), "model is 7; it must be a text in quotes" },
        { Json("\"amount\": 0.1", "\"tiers\": \"720P\""), "there is no field 'tiers'" },
        { Json("\"amount\": 0.1", "\"tier\": \"720P\", \"tier\": \"1080P\""), "it has tier twice" },
        { Json("\"amount\": 0.1", "\"owner\": \"Alibaba\""), "the owner is 'Alibaba'" },
        { "[3]", "it is no object" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_row_is_read_whole_from_CSV_and_from_JSON()
    {
        var csv = Assert.Single(Read(Head + Good).Rows);
        var json = Assert.Single(Read("""
            { "prices": [ { "Provider": "dashscope", "route": "image_to_video", "model": "wan2.7-i2v*", "region": "ap-southeast-1", "tier": "720P", "unit": "Second",
              "amount": 1e-1, "currency": "USD", "from": "2026-11-01", "to": null, "source": "https://prices.example/a", "checked": "2026-11-20", "note": "mine" }, ] }
            """).Rows);

        Assert.Equal(csv with { Place = "row 1", Note = "mine" }, json);
        Assert.Equal(("line 2", "Alibaba Cloud Model Studio", WanRoutes.ImageToVideo, "Singapore", 0.1m, "USD", "second"), (csv.Place, csv.Owner, csv.Route, csv.Region, csv.Amount, csv.Currency, csv.Unit));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Tables_of_office_programs_are_read(string encoding)
    {
        var path = Path.Combine(_folder, "prices.csv");
        File.WriteAllText(path, (Head + Good).Replace(',', ';').ReplaceLineEndings("\r\n") + ";;;;;;;;;;;\r\n", Encoding.GetEncoding(encoding));

        Assert.Equal(0.1m, Assert.Single(PriceList.Read(path).Open(Today, 30).Rows).Amount);
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_wrong_row_makes_the_list_useless_and_is_named(string row, string expected)
        => AssertRefused(Head + Good + row + "\n", expected, "line 3");

    [Theory]
    [MemberData(nameof(BadJson))]
    public void A_wrong_type_makes_the_list_useless_and_is_named(string json, string expected) => AssertRefused(json, expected, "row 1");

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[{]")]
    [InlineData("name;price\nfox;1\n")]
    [InlineData("provider,provider\na,b\n")]
    [InlineData("provider,model\n\"never ending")]
    public void What_is_no_list_is_refused_in_one_sentence(string text)
    {
        var refused = Assert.Throws<WanException>(() => Read(text)).Error;

        Assert.Equal("Wan.Billing.PriceListUnreadable", refused.ErrorId);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_film_a_folder_and_nothing_are_no_lists()
    {
        var film = Path.Combine(_folder, "a.mp4");
        File.WriteAllBytes(film, [0, 0, 0, 32, 0x66, 0x74, 0x79, 0x70, 0xff, 0xfe, 0x00]);

        Assert.All([film, _folder, Path.Combine(_folder, "none.json")], static path => Assert.Equal("Wan.Billing.PriceListUnreadable", Assert.Throws<WanException>(() => PriceList.Read(path)).Error.ErrorId));
    }

    [Theory]
    [InlineData("DashScope,i2v,wan2.7-i2v*,Singapore,720p,second,0.20,USD,2026-11-15,2026-11-30,https://p.example,2026-11-20", true)]
    [InlineData("DashScope,i2v,wan2.7-i2*,Singapore,720P,second,0.20,USD,,,https://p.example,2026-11-20", false)]
    [InlineData("DashScope,i2v,*wan2.7-i2v,Singapore,720P,second,0.20,USD,,,https://p.example,2026-11-20", true)]
    [InlineData("DashScope,i2v,wan2.7-i2v*,Singapore,720P,second,0.20,USD,,2026-10-31,https://p.example,2026-11-20", false)]
    [InlineData("DashScope,i2v,wan2.7-i2v*,Singapore,720P,second,0.20,USD,,2026-11-01,https://p.example,2026-11-20", true)]
    [InlineData("DashScope,i2v,wan2.7-i2v*,Beijing,720P,second,0.20,CNY,,,https://p.example,2026-11-20", false)]
    [InlineData("DashScope,i2v,wan2.7-i2v*,,720P,second,0.20,USD,,,https://p.example,2026-11-20", false)]
    [InlineData("DashScope,t2v,wan2.7-t2v*,Singapore,720P,second,0.20,USD,,,https://p.example,2026-11-20", false)]
    public void Rows_that_would_both_answer_overlap(string row, bool overlaps)
    {
        var list = Read(Head + Good + row + "\n");

        Assert.Equal(overlaps ? ["Overlap"] : [], list.Problems.Select(static problem => problem.Check));
        if (overlaps)
        {
            Assert.StartsWith("line 3 and line 2 both hold for DashScope", list.Problems[0].Detail, StringComparison.Ordinal);
            Assert.Equal("Wan.Billing.PriceListInvalid", Assert.Throws<WanException>(() => list.Open(Today, 30)).Error.ErrorId);
        }
    }

    [Theory]
    [InlineData("wan2.7-i2v", "Singapore", "720P", "2026-11-26", 3.0)]
    [InlineData("wan2.7-i2v-2026-04-25", "Singapore", "720P", "2026-11-26", 2.0)]
    [InlineData("wan2.7-i2v", "Singapore", "1080P", "2026-11-26", 1.0)]
    [InlineData("wan2.7-i2v", "Beijing", "720P", "2026-11-26", 4.0)]
    [InlineData("wan2.7-i2v", "Singapore", "720P", "2026-10-31", 1.0)]
    [InlineData("wan2.7-t2v", "Singapore", "720P", "2026-11-26", null)]
    public void The_row_that_says_most_of_what_it_is_for_answers(string model, string region, string tier, string day, double? amount)
    {
        var book = Read(Head
            + "DashScope,,wan2.7-i2v*,,,second,1,USD,,,https://p.example,2026-11-20\n"
            + "DashScope,,wan2.7-i2v*,,720P,second,2,USD,2026-11-01,,https://p.example,2026-11-20\n"
            + "DashScope,i2v,wan2.7-i2v,Singapore,720P,second,3,USD,2026-11-01,,https://p.example,2026-11-20\n"
            + "DashScope,i2v,wan2.7-i2v,Beijing,720P,second,4,CNY,2026-11-01,,https://p.example,2026-11-20\n").Open(Today, 30);

        var answer = book.Find(Question(model, region, tier, DateOnly.Parse(day, CultureInfo.InvariantCulture)));

        Assert.Equal((decimal?)amount, answer.Row?.Amount);
        Assert.Equal(amount is null ? "the list has no price of a second of wan2.7-t2v, 720P, Singapore, DashScope on 2026-11-26" : null, answer.Problem);
    }

    [Theory]
    [InlineData("2026-10-27", true)]
    [InlineData("2026-10-26", false)]
    public void A_row_that_was_checked_too_long_ago_has_no_price(string looked, bool isGood)
    {
        var answer = Read(Head + Good.Replace("2026-11-20", looked, StringComparison.Ordinal)).Open(Today, 30).Find(Question("wan2.7-i2v", "Singapore", "720P", Today));

        Assert.Equal(isGood, answer.Row is not null);
        Assert.Equal(isGood ? null : "line 2 of the list was last checked on 2026-10-26, more than 30 days ago", answer.Problem);
    }

    [Fact]
    public void A_price_of_another_provider_or_unit_is_none()
    {
        var book = Read(Head + Good).Open(Today, 30);

        Assert.Null(book.Find(Question("wan2.7-i2v", null, "720P", Today) with { Provider = "Novita" }).Row);
        Assert.Null(book.Find(Question("wan2.7-i2v", "Singapore", "720P", Today) with { Unit = "picture" }).Row);
    }

    [Fact]
    public void Only_the_first_problems_are_told_and_the_others_counted()
    {
        var list = Read(Head + string.Concat(Enumerable.Repeat("Acme,i2v,m,,,second,1,USD,,,https://p.example,2026-11-20\n", 5)));

        Assert.EndsWith("line 4: the provider is 'Acme'. (2 more)", Assert.Throws<WanException>(() => list.Open(Today, 30)).Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abcb", false)]
    [InlineData("*", "", true)]
    [InlineData("A*B*", "axxbxxb", true)]
    [InlineData("fal-ai/*/edit-video", "fal-ai/wan/v2.7/edit-video", true)]
    [InlineData("wan2.7-i2v", "wan2.7-i2v-2026-04-25", false)]
    public void A_star_stands_for_any_text(string pattern, string text, bool fits) => Assert.Equal(fits, PricePattern.Fits(pattern, text));

    private static PriceQuestion Question(string model, string? region, string tier, DateOnly day)
        => new() { Provider = "DashScope", Route = model.Contains("i2v", StringComparison.Ordinal) ? WanRoutes.ImageToVideo : WanRoutes.TextToVideo, Model = model, Region = region, Tier = tier, Unit = "second", Day = day };

    private static string Json(params string[] members)
    {
        var given = string.Join(", ", members);
        var model = given.Contains("\"model\"", StringComparison.Ordinal) ? string.Empty : "\"model\": \"m\", ";
        return "[{\"provider\": \"Fal\", " + model + "\"unit\": \"second\", \"currency\": \"USD\", \"source\": \"https://p.example\", \"checked\": \"2026-11-20\", " + given + "}]";
    }

    private void AssertRefused(string text, string expected, string place)
    {
        var list = Read(text);
        var refused = Assert.Throws<WanException>(() => list.Open(Today, 30)).Error;

        Assert.Equal("Wan.Billing.PriceListInvalid", refused.ErrorId);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        var problem = Assert.Single(list.Problems);
        Assert.Equal(place, problem.Place);
        Assert.NotEmpty(problem.Fix!);
    }

    private PriceList Read(string text)
    {
        var path = Path.Combine(_folder, "prices");
        File.WriteAllText(path, text);
        return PriceList.Read(path);
    }
}
