using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Profiles;

namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>Every row of the error table, from the wire to its explanation.</summary>
public sealed class ErrorTableTests : IDisposable
{
    // Contract section 8, read from its table.
    private static readonly string[] Documented =
    [
        "InvalidParameter", "InvalidParameter.DataInspection", "DataInspectionFailed", "IPInfringementSuspect", "CustomRoleBlocked", "FaqRuleBlocked",
        "InvalidURL", "InvalidURL.ConnectionRefused", "InvalidURL.Timeout", "InvalidFile.DownloadFailed", "InvalidFile.Content", "InvalidImage.FileFormat",
        "InvalidImageResolution", "InvalidImageFormat", "InvalidInputLength", "BadRequest.EmptyInput", "BadRequest.EmptyModel", "BadRequest.TooLarge",
        "BadRequest.ResourceNotExist", "Arrearage", "UnsupportedOperation", "InvalidApiKey", "NOT AUTHORIZED", "AccessDenied", "AccessDenied.Unpurchased",
        "Model.AccessDenied", "Workspace.AccessDenied", "App.AccessDenied", "AllocationQuota.FreeTierOnly", "ModelNotFound", "WorkSpaceNotFound", "NotFound",
        "Conflict", "Throttling", "Throttling.RateQuota", "Throttling.BurstRate", "Throttling.AllocationQuota", "CommodityNotPurchased", "PrepaidBillOverdue",
        "PostpaidBillOverdue", "InternalError", "InternalError.Algo", "InternalError.FileUpload", "InternalError.Upload", "SystemError", "ModelServiceFailed",
        "RewriteFailed", "ResponseTimeout", "RequestTimeOut", "InternalError.Timeout", "ModelServingError", "ModelUnavailable",
    ];

    private readonly ProfileRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Every_documented_code_has_a_row_of_its_own_or_of_its_family()
        => Assert.All(Documented, static code => Assert.Contains(ErrorCatalogue.Rows, row => row.Code == code || row.IsFamilyOf(code)));

    [Fact]
    public async Task Every_row_arrives_from_the_wire_with_the_providers_own_words()
    {
        await using var server = await EmulatorServer.StartAsync(new EmulatorOptions());
        var provider = Provider(server);
        foreach (var row in ErrorCatalogue.Rows)
        {
            var code = row.Code.Replace("*", "Something", StringComparison.Ordinal);
            var message = $"{row.Message ?? "words"} of {code}";
            server.Faults.Clear();
            server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 400, Code = code, Message = message });

            var failed = await Assert.ThrowsAsync<WanException>(() => provider.PollAsync("t", CancellationToken.None));

            Assert.Equal((row.Boundary, code, message, 400), (failed.Error.Boundary.ToString(), failed.Error.Code, failed.Error.ProviderMessage, failed.Error.HttpStatus));
            Assert.Equal(row.ErrorId, failed.Error.ErrorId);
            Assert.All([code, message, failed.Error.RequestId!], words => Assert.Contains(words, failed.Message, StringComparison.Ordinal));
            Assert.Equal(row.Action, failed.Error.RecommendedAction);
            Assert.Equal(row.Meaning, ErrorExplainer.Explain(failed.Error, null, null).LikelyCause);
        }
    }

    [Theory]
    [InlineData(400, WanBoundary.Route)]
    [InlineData(401, WanBoundary.Key)]
    [InlineData(403, WanBoundary.Key)]
    [InlineData(404, WanBoundary.Region)]
    [InlineData(418, WanBoundary.Route)]
    [InlineData(429, WanBoundary.Quota)]
    [InlineData(500, WanBoundary.Service)]
    [InlineData(502, WanBoundary.Service)]
    [InlineData(504, WanBoundary.Service)]
    public void A_code_that_nobody_knows_gets_its_boundary_by_the_status(int status, WanBoundary boundary)
    {
        var error = ErrorFactory.FromProvider("Never.Seen", "words", "r-1", status);

        Assert.Equal((boundary, "Never.Seen"), (error.Boundary, error.Code));
        Assert.Equal($"Wan.{boundary}.Never.Seen", error.ErrorId);
    }

    [Fact]
    public void Every_boundary_begins_its_search_at_one_station_and_every_retry_has_words()
    {
        Assert.Equal(["route", "region", "async behaviour", "media", "result storage", "billing source"], ErrorCatalogue.Steps.Select(static step => step.Name));
        Assert.All(Enum.GetValues<WanBoundary>(), static boundary =>
        {
            var error = ErrorFactory.Local(boundary, "Any", "words").Error;
            var explained = ErrorExplainer.Explain(error, null, null);
            Assert.Single(explained.CheckOrder, static step => step.EndsWith("<- begin here", StringComparison.Ordinal));
            Assert.NotEmpty(explained.FirstFix);
        });
        Assert.All(Enum.GetValues<WanRetry>(), static retry => Assert.NotEmpty(ErrorCatalogue.MeaningOf(retry)));
    }

    [Fact]
    public void Server_text_cannot_steer_a_terminal()
    {
        var error = ErrorFactory.FromProvider("X", "red\u001b[31m\u0007\u009b2J", "r-1", 400);

        Assert.DoesNotContain(error.Message + ErrorExplainer.Explain(error, null, null).ProviderMessage, char.IsControl);
    }

    private DashScopeProvider Provider(EmulatorServer server)
    {
        var profile = _rig.Set(new ProfileChange { Name = "p", Region = WanRegion.Singapore, Endpoint = server.Url.AbsoluteUri, Key = _rig.Variable(server.ApiKey), QueryRate = 1000 });
        var host = new EngineHost(TimeProvider.System, gate: new RateGate(new MemoryRateBook(), TimeProvider.System));
        return new DashScopeProvider(host.Http, Bundle.Resolve(profile, readSecret: null), host.Time, host.Gate, host.Uploads);
    }
}
