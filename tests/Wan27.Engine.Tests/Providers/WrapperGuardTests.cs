using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers;

/// <summary>What holds for every provider with a contract of its own, also for the next one.</summary>
public sealed class WrapperGuardTests
{
    public static TheoryData<string> Wrappers => [.. ContractData.Current.Providers.Where(static provider => provider.IsWrapper).Select(static provider => provider.Name)];

    private static ImageToVideoRequest Clip => new() { Model = "wan2.7-i2v", Prompt = "it turns", FirstFrame = MediaSource.Remote("https://cdn.example.com/a.png"), Resolution = "720P" };

    private static VideoEditRequest Edit => new() { Model = "wan2.7-videoedit", Prompt = "paper", Video = MediaSource.Remote("https://cdn.example.com/in.mp4"), Resolution = "720P" };

    [Theory]
    [MemberData(nameof(Wrappers))]
    public async Task What_it_does_not_offer_never_leaves_this_machine_with_or_without_the_checks(string provider)
    {
        await using var rig = new WrapperRig(provider, static _ => WireAnswer.Text(500));
        var own = rig.Contract.Data.Own!;
        RouteRequest[] jobs =
        [
            .. own.Routes.Contains(WanRoutes.ImageToVideo) ? [] : new RouteRequest[] { Clip },
            .. RefusalTableTests.Jobs().SelectMany(static route => route.Jobs).Select(static job => job.Request)
                .Where(request => Engine.Checking.ProviderRules.Unsendable(request.For(rig.Contract), rig.Contract).Any(static check => check.Status == WanCheckStatus.Failed)),
        ];

        foreach (var job in jobs)
        {
            foreach (var skips in new[] { false, true })
            {
                var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(job, new SubmitOptions { SkipPreflight = skips }));
                Assert.EndsWith(".PreflightFailed", refused.Error.ErrorId, StringComparison.Ordinal);
            }
        }

        Assert.NotEmpty(jobs);
        Assert.Empty(rig.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Wrappers))]
    public async Task A_submit_that_a_server_failed_in_is_never_sent_again(string provider)
    {
        await using var rig = new WrapperRig(provider, static _ => WireAnswer.Text(502, "<html>bad gateway</html>"));
        var route = rig.Contract.Data.Own!.Routes.Contains(WanRoutes.ImageToVideo) ? (RouteRequest)Clip : Edit;

        var open = await Record.ExceptionAsync(() => rig.StartAsync(route, new SubmitOptions { JobKey = "one", OnAmbiguous = WanOnAmbiguous.Report }));

        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
        Assert.True(open is null or WanException { Error.Retry: WanRetry.Ambiguous }, open?.ToString());
        Assert.Equal(WanTaskState.Indeterminate, (await rig.Journal.FindByJobKeyAsync("far", "one"))!.Task.State);
    }

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void Its_data_name_known_options_roles_limits_models_and_sources(string provider)
    {
        var data = ContractData.Current.Of(provider);
        var own = data.Own!;

        Assert.All(own.Forms, form =>
        {
            var route = RouteCatalogue.Find(form.Route)!;
            Assert.All(form.Fields, field => Assert.Contains(route.Options, option => option.Name == field.Option));
            Assert.All(form.Always?.Keys ?? [], option => Assert.Contains(route.Options, known => known.Name == option));
            Assert.All(form.Models, model => Assert.Equal(form.Route, data.FindModel(model)!.Route));
            Assert.Equal(form.Fields.Count, form.Fields.DistinctBy(static field => field.Option).Count());
        });
        Assert.All(own.Models, model => Assert.Contains(own.Forms, form => form.Models.Contains(model.Id)));
        Assert.All(own.Models.SelectMany(static model => model.Officials ?? []), static name => Assert.NotNull(ContractData.Current.FindModel(name)));
        Assert.All(own.Routes, route => Assert.Contains(own.Models, model => model.Route == route && model.IsDefault));
        Assert.All(
            own.Limits.Select(static limit => limit.Source).Concat(own.Values.Select(static list => list.Source)).Concat(own.Models.Select(static model => model.Source))
                .Concat(own.Forms.Select(static form => form.Source)).Concat(own.Forms.SelectMany(static form => form.Fields).Select(static field => field.Source).OfType<string>()).Append(own.Provider.Source),
            source => Assert.NotEmpty(data.File.Sources[source].Date));
        Assert.All(own.Limits, limit => Assert.Contains(data.File.Units, unit => unit.Name == limit.Unit));
        Assert.All(own.Values.Where(static list => list.Default is not null), static list => Assert.Contains(list.Default!, list.Values));
    }

    [Theory]
    [MemberData(nameof(Wrappers))]
    public async Task A_key_is_tested_by_a_free_question_and_what_that_does_not_tell_is_said(string provider)
    {
        (string Verdict, Func<bool, int> Status)[] cases = [("Passed", static hasKey => hasKey ? 404 : 401), ("Failed", static _ => 401), ("Skipped", static _ => 404)];
        foreach (var (verdict, status) in cases)
        {
            await using var rig = new WrapperRig(provider, request => status(request.Headers.ContainsKey("Authorization")) is 404
                ? WireAnswer.Text(404, """{"detail":"no such thing","reason":"TASK_NOT_FOUND"}""")
                : WireAnswer.Text(401, """{"detail":"no such key"}"""));
            var tester = new ProfileTester(rig.Host.LinesFor(new NoLog()), new ProfileCatalogue(new ProfileStore(rig.Folder), ContractData.Current), rig.Profile, readSecret: null);

            var checks = new Dictionary<string, WanProfileCheck>();
            await foreach (var check in tester.RunAsync(new ProfileTestOptions(rig.Folder), CancellationToken.None))
            {
                checks.Add(check.Check, check);
            }

            Assert.Equal(verdict, checks["Key"].Status.ToString());
            Assert.All(checks.Values, check => Assert.Equal("wrapper_route", check.Contract));
            Assert.All(rig.Server.Requests, static request => Assert.Equal("GET", request.Method));
        }
    }

    [Fact]
    public async Task An_address_that_holds_no_signature_is_in_the_journal_with_the_end_and_is_handed_out_without_a_call()
    {
        await using var rig = new WrapperRig("Fal", static request => Answer(request.Method == "POST" ? "fal_submit_i2v"
            : request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? "fal_status_completed" : "fal_result_video"));
        var task = await rig.StartAsync(Clip, new SubmitOptions { JobKey = "kite" });
        await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);
        var calls = rig.Server.Requests.Count;

        var noted = (await rig.Journal.FindByJobKeyAsync("far", "kite"))!.Task;
        var again = await new WanClient(rig.Host, Bundle.Resolve(rig.Profile, readSecret: null), new NoLog()).StartAsync(Clip, new SubmitOptions { JobKey = "kite" }, new NoLog(), CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, "https://v3b.fal.media/files/b/example/out.mp4"), (noted.State, noted.VideoUrl));
        Assert.Equal("https://v3b.fal.media/files/b/example/out.mp4", Assert.Single(again.ResultUrls));
        Assert.NotNull(noted.UrlExpiresAt);
        Assert.Equal(calls, rig.Server.Requests.Count);
    }

    [Theory]
    [InlineData("https://cdn.example.com/a.mp4", true)]
    [InlineData("https://cdn.example.com/a.mp4?Signature=x", false)]
    [InlineData("https://me:secret@cdn.example.com/a.mp4", false)]
    [InlineData("not a url", false)]
    public void A_signature_never_reaches_the_journal(string url, bool isKept) => Assert.Equal(isKept, Engine.Tasks.Journal.JournalRow.WriteUrls([url]) is not null);

    private static WireAnswer Answer(string name)
    {
        var sample = Sample.Wrapper(name);
        return new WireAnswer { Status = sample.Status, Body = Encoding.UTF8.GetBytes(sample.AnswerText) };
    }
}
