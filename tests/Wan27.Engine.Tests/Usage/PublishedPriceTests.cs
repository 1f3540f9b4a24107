using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Providers.Fal;
using Wan27.Engine.Tests.Providers;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Tests.Usage;

/// <summary>What endpoints publish is read where that is certain, and is left as it stands where not.</summary>
public sealed class PublishedPriceTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 26);
    private static readonly WanBundle Bundle = new() { Profile = "main", Provider = "DashScope", Owner = "Alibaba Cloud Model Studio", Contract = "official", Region = WanRegion.Singapore };

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-published-").FullName;

    /// <summary>Model, range, type, price and unit as they stand there, the currency of -Currency, and what is read: tier, amount, currency, unit; or why not.</summary>
    public static TheoryData<string, string?, string?, string, string?, string?, string> Rows => new()
    {
        { "wan2.7-i2v", "720P", "video_output", "0.1", "USD/second", null, "720P 0.1 USD second" },
        { "wan2.7-i2v", "1080P", null, "\"0.15\"", "USD per second", null, "1080P 0.15 USD second" },
        { "wan2.7-i2v", null, "video 720P output", "0.1", "CNY/秒", null, "720P 0.1 CNY second" },
        { "wan2.7-i2v", "分辨率 720P", "视频", "0.6", "RMB / s", null, "720P 0.6 CNY second" },
        { "wan2.7-i2v", "720p", null, "0.6", "元/秒", "CNY", "720P 0.6 CNY second" },
        { "wan2.7-i2v", "720P", null, "0.6", "$/sec", "USD", "720P 0.6 USD second" },
        { "wan2.7-i2v", "720P", null, "0.6", "per second", "USD", "720P 0.6 USD second" },
        { "wan2.7-image", null, "image_output", "0.03", "USD/image", null, "- 0.03 USD picture" },
        { "wan2.7-image", "2K", null, "0.03", "USD each image", null, "2K 0.03 USD picture" },
        { "wan2.7-image", null, "图像", "0.2", "元/张", "CNY", "- 0.2 CNY picture" },
        { "wan2.7-image", null, null, "0", "USD/picture", null, "- 0 USD picture" },
        { "wan2.7-i2v", "720P", null, "0.6", "元/秒", null, "unread: its currency is written '元', which is no code; -Currency says it for all" },
        { "wan2.7-i2v", "720P", null, "0.6", "per second", null, "unread: it does not name its currency; -Currency says it for all" },
        { "wan2.7-i2v", "720P", null, "0.6", "元/秒", "USD", "unread: its currency is written '元', and -Currency says USD" },
        { "wan2.7-i2v", "720P", null, "0.6", "CNY/秒", "USD", "unread: it is in CNY, and -Currency says USD" },
        { "wan2.7-i2v", "720P", null, "0.6", "USD CNY/second", null, "unread: it names two currencies" },
        { "wan2.7-i2v", "720P", null, "0.6", "USD per 1,000 seconds", null, "unread: its unit is written 'USD per 1,000 seconds'" },
        { "wan2.7-i2v", "720P", null, "0.6", "USD/MIN", null, "unread: its unit is written 'USD/MIN'" },
        { "wan2.7-i2v", "720P", null, "0.6", "USD", null, "unread: its unit is written 'USD'" },
        { "wan2.7-i2v", "720P", null, "0.6", null, null, "unread: its unit is written ''" },
        { "wan2.7-i2v", "720P", null, "0.6", "USD/image", null, "unread: it is for a picture, and the route is billed by the second" },
        { "wan2.7-i2v", null, "video_output", "0.1", "USD/second", null, "unread: it does not say for which of 720P, 1080P" },
        { "wan2.7-i2v", "720P 1080P", null, "0.1", "USD/second", null, "unread: it names 720P and 1080P at once" },
        { "wan2.7-i2v", "480P", null, "0.1", "USD/second", null, "unread: '480P' may be a condition that is not known here" },
        { "wan2.7-i2v", "720P", "video_input", "0.1", "USD/second", null, "unread: 'input' may be a condition that is not known here" },
        { "wan2.7-i2v", "720P with audio", null, "0.1", "USD/second", null, "unread: 'with' may be a condition that is not known here" },
        { "wan2.7-i2v", "720P", null, "-1", "USD/second", null, "unread: its amount is written '-1'" },
        { "wan2.7-i2v", "720P", null, "\"free\"", "USD/second", null, "unread: its amount is written 'free'" },
        { "wan2.7-i2v", "720P", null, "\"0,1\"", "USD/second", null, "unread: its amount is written '0,1'" },
        { "wan2.7-i2v", "720P", null, "null", "USD/second", null, "unread: its amount is written ''" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_price_is_read_where_all_its_words_are_known(string model, string? range, string? type, string price, string? unit, string? currency, string expected)
    {
        var answer = JsonDocument.Parse($$"""
            { "success": true, "code": null, "output": { "models": [ { "model": "{{model}}", "name": "x", "prices": [ { "range_name": {{Text(range)}},
              "prices": [ { "type": {{Text(type)}}, "price": {{price}}, "price_unit": {{Text(unit)}}, "price_name": null } ] } ] } ] } }
            """).RootElement;

        var read = Assert.Single(DashScopePrices.Of(answer, ContractData.Current.FindModel(model)!, currency));

        Assert.Equal(expected, read.Unread is { } why ? $"unread: {why}" : FormattableString.Invariant($"{read.Tier ?? "-"} {read.Amount} {read.Currency} {read.Unit}"));
    }

    [Theory]
    [InlineData("{}", "the endpoint does not list the model")]
    [InlineData("{\"output\": {\"models\": [{\"model\": \"wan2.7-i2v-plus\"}]}}", "the endpoint does not list the model")]
    [InlineData("{\"output\": {\"models\": [{\"model\": \"wan2.7-i2v\"}]}}", "the endpoint lists the model without a price")]
    [InlineData("{\"output\": {\"models\": [{\"model\": \"wan2.7-i2v\", \"prices\": 7}]}}", "the endpoint lists the model without a price")]
    public void An_answer_without_prices_says_so(string json, string why)
        => Assert.Equal(why, Assert.Single(DashScopePrices.Of(JsonDocument.Parse(json).RootElement, ContractData.Current.FindModel("wan2.7-i2v")!, null)).Unread);

    [Fact]
    public async Task The_official_endpoint_is_asked_for_each_model_and_its_prices_make_a_list()
    {
        await using var rig = await EngineRig.StartAsync();
        var path = Path.Combine(rig.Folder, "prices.json");

        var updates = await UpdateAsync(rig.Host, rig.Profile, path);

        Assert.Equal(ContractData.Current.File.Models.Select(static model => model.Id).Order(), updates.Where(static update => update.Change == WanPriceChange.Added).Select(static update => update.Model!).Distinct().Order());
        var book = PriceList.Read(path).Open(DateOnly.FromDateTime(DateTime.Now), 30);
        Assert.Equal(2m, book.Find(new PriceQuestion { Provider = "DashScope", Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v", Region = "Singapore", Tier = "1080P", Unit = "second", Day = DateOnly.FromDateTime(DateTime.Now) }).Row!.Amount);
        Assert.All(book.Rows, row => Assert.Equal((rig.Client.Bundle.Endpoint + "/models", "XTS", "endpoint"), (row.Source, row.Currency, row.Origin)));
        Assert.All(updates.Where(static update => update.Change == WanPriceChange.Unread), static update => Assert.Contains("1,000 tokens", update.Written, StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Server.ApiKey, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fal_has_prices_of_pictures_and_none_of_clips_that_name_their_tier()
    {
        var asked = new List<string>();
        await using var rig = new WrapperRig("Fal", request =>
        {
            asked.Add(request.PathAndQuery);
            return new WireAnswer { Body = System.Text.Encoding.UTF8.GetBytes("""
                { "prices": [ { "endpoint_id": "fal-ai/wan/v2.7/text-to-image", "unit_price": 0.03, "unit": "image", "currency": "USD" },
                  { "endpoint_id": "fal-ai/wan/v2.7/edit", "unit_price": 0.03, "unit": "megapixels", "currency": "USD" },
                  { "endpoint_id": "fal-ai/wan/v2.7/image-to-video", "unit_price": 0.1, "unit": "seconds", "currency": "USD" } ], "next_cursor": null, "has_more": false }
                """) };
        });

        var updates = await UpdateAsync(rig.Host, rig.Profile, Path.Combine(rig.Folder, "prices.json"));

        Assert.StartsWith("/v1/models/pricing?endpoint_id=fal-ai%2Fwan%2F", Assert.Single(asked), StringComparison.Ordinal);
        Assert.Equal(("fal-ai/wan/v2.7/text-to-image", 0.03m, "USD", "picture"), updates.Single(static update => update.Change == WanPriceChange.Added) is var added ? (added.Model!, added.Amount!.Value, added.Currency!, added.Unit!) : default);
        Assert.Equal("its unit is written 'USD megapixels'", updates.Single(static update => update.Model == "fal-ai/wan/v2.7/edit").Reason);
        Assert.Equal("it does not say for which of 720P, 1080P", updates.Single(static update => update.Model == "fal-ai/wan/v2.7/image-to-video").Reason);
        Assert.Equal("the endpoint has no price of the model", updates.Single(static update => update.Model == "fal-ai/wan/v2.7/edit-video").Reason);
    }

    [Theory]
    [InlineData("Replicate")]
    [InlineData("Novita")]
    [InlineData("WaveSpeed")]
    public async Task Who_publishes_no_prices_is_not_asked(string provider)
    {
        await using var rig = new WrapperRig(provider, static _ => throw new InvalidOperationException("asked"));

        Assert.Equal("Wan.Route.NotOffered", (await Assert.ThrowsAsync<WanException>(() => UpdateAsync(rig.Host, rig.Profile, Path.Combine(rig.Folder, "prices.json")))).Error.ErrorId);
    }

    [Fact]
    public void A_price_that_changes_ends_the_row_so_far_and_one_that_stays_is_checked_again()
    {
        var first = Sync([], Today.AddDays(-10), Price("720P", 0.1m), Price("1080P", 0.2m));
        var next = Sync(first.Rows, Today, Price("720P", 0.12m), Price("1080P", 0.2m));

        Assert.Equal([WanPriceChange.Added, WanPriceChange.Added], first.Changes);
        Assert.Equal([WanPriceChange.Changed, WanPriceChange.Confirmed], next.Changes);
        Assert.Equal(
            [("720P", 0.1m, Today.AddDays(-10), Today.AddDays(-1), Today.AddDays(-10)), ("1080P", 0.2m, Today.AddDays(-10), null, Today), ("720P", 0.12m, Today, (DateOnly?)null, Today)],
            next.Rows.Select(static row => (row.Tier!, row.Amount, row.From!.Value, row.To, row.Checked)));
        Assert.Empty(PriceOverlaps.Of(next.Rows));
    }

    [Fact]
    public void A_price_that_changes_twice_a_day_has_one_row()
        => Assert.Equal([0.3m], Sync(Sync([], Today, Price("720P", 0.1m)).Rows, Today, Price("720P", 0.3m)).Rows.Select(static row => row.Amount));

    [Fact]
    public void Rows_of_the_users_own_stay_and_go_before_what_is_published()
    {
        var own = Row(0.5m) with { Note = "contract price" };

        var synced = Sync([own], Today, Price("720P", 0.1m), Price("1080P", 0.2m));

        Assert.Equal([WanPriceChange.Kept, WanPriceChange.Added], synced.Changes);
        Assert.Equal([own, Row(0.2m) with { Tier = "1080P", From = Today, Origin = "endpoint", Place = "the endpoint", Source = "https://e.example/models" }], synced.Rows);
    }

    [Fact]
    public void Several_prices_of_one_thing_are_none()
    {
        var synced = Sync([], Today, Price("720P", 0.1m), Price("720P", 0.2m));

        Assert.Equal([WanPriceChange.Unread, WanPriceChange.Unread], synced.Changes);
        Assert.Empty(synced.Rows);
    }

    [Theory]
    [InlineData("prices.json")]
    [InlineData("prices.csv")]
    public void A_list_is_written_as_it_is_read(string name)
    {
        var path = Path.Combine(_folder, name);
        PriceRow[] rows = [Row(0.1m), Row(1234.5678m) with { Tier = null, Region = null, Route = null, Model = "wan2.7-*", From = Today, To = Today.AddDays(3), Origin = "endpoint", Note = "a \"word\", and; one\nmore" }];

        PriceListWriter.Write(path, rows);
        PriceListWriter.Write(path, rows);

        Assert.Equal(rows.Select(static row => row with { Place = string.Empty }), PriceList.Read(path).Rows.Select(static row => row with { Place = string.Empty }));
        Assert.Empty(PriceList.Read(path).Problems);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_list_that_cannot_be_written_is_one_error()
        => Assert.Equal("Wan.Billing.PriceListUnwritable", Assert.Throws<WanException>(() => PriceListWriter.Write(Path.Combine(_folder, "none", "prices.json"), [])).Error.ErrorId);

    [Fact]
    public async Task A_list_that_is_wrong_is_not_written_over_and_nobody_is_asked()
    {
        var path = Path.Combine(_folder, "prices.json");
        await File.WriteAllTextAsync(path, "[{\"provider\": \"Acme\"}]");

        await using var rig = new WrapperRig("Fal", static _ => throw new InvalidOperationException("asked"));
        Assert.Equal("Wan.Billing.PriceListInvalid", (await Assert.ThrowsAsync<WanException>(() => UpdateAsync(rig.Host, rig.Profile, path))).Error.ErrorId);
        Assert.Equal("[{\"provider\": \"Acme\"}]", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public void A_list_is_told_its_gaps_strangers_currencies_ages_and_what_it_lacks()
    {
        var path = Path.Combine(_folder, "prices.json");
        PriceListWriter.Write(path,
        [
            Row(0.1m) with { To = new DateOnly(2026, 10, 10) },
            Row(0.1m) with { From = new DateOnly(2026, 10, 20), Checked = new DateOnly(2026, 10, 1) },
            Row(0.1m) with { Model = "wan2.7-t2x", Currency = "CNY", Tier = "1080P", To = new DateOnly(2026, 11, 1) },
        ]);

        var found = PriceChecks.Of(PriceList.Read(path), Today, 30);

        Assert.Equal(
            [
                ("Gap", WanCheckStatus.Warning, "row 2: no price holds from 2026-10-11 to 2026-10-19."),
                ("Gap", WanCheckStatus.Warning, "row 3: its price ended on 2026-11-01, and no row follows."),
                ("Model", WanCheckStatus.Warning, "row 3: no model of DashScope that this module knows is called 'wan2.7-t2x'."),
                ("Currency", WanCheckStatus.Warning, "The prices of DashScope, Singapore are in CNY and USD."),
                ("Age", WanCheckStatus.Warning, "row 2: it was checked on 2026-10-01, more than 30 days ago; it shows no amount."),
            ],
            found.Where(static finding => finding.Check != "Missing").Select(static finding => (finding.Check, finding.Status, finding.Detail)));
        Assert.Contains(found, static finding => finding.Detail == "DashScope: no price of a second of wan2.7-i2v in 1080P holds today.");
        Assert.DoesNotContain(found, static finding => finding.Detail.Contains("wan2.7-i2v in 720P", StringComparison.Ordinal));
    }

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";

    private static PublishedPrice Price(string tier, decimal amount) => new("wan2.7-i2v", $"{tier} {amount}") { Tier = tier, Amount = amount, Currency = "USD", Unit = "second" };

    private static PriceRow Row(decimal amount) => new()
    {
        Place = "row 1", Provider = "DashScope", Owner = "Alibaba Cloud Model Studio", Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v", Region = "Singapore", Tier = "720P", Unit = "second", Amount = amount, Currency = "USD",
        Source = "https://p.example", Checked = Today,
    };

    private static (IReadOnlyList<PriceRow> Rows, IEnumerable<WanPriceChange> Changes) Sync(IReadOnlyList<PriceRow> before, DateOnly today, params PublishedPrice[] prices)
    {
        var sync = new PriceSync(before, new PublishedPrices("https://e.example/models", prices), Bundle, today);
        return (sync.Rows, [.. sync.Apply("p").Select(static update => update.Change)]);
    }

    private static Task<IReadOnlyList<WanPriceUpdate>> UpdateAsync(EngineHost host, StoredProfile profile, string path)
    {
        var bundle = Wan27.Engine.Profiles.Bundle.Resolve(profile, readSecret: null);
        var connection = new ProviderConnection(host.Watched(null, bundle.Key, new NoLog()), bundle, host.Time, host.Gate, host.Uploads);
        return new UsageDesk(host, ProfileCatalogue.ForUser(), Wan27.Engine.Stores.StoreCatalogue.ForUser()).UpdateAsync(path, bundle.Show(), () => host.ProviderOf(profile.Provider).Probe(connection).PricesAsync(null, CancellationToken.None));
    }
}
