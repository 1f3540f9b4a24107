using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Providers.DashScope;

namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>The error table as a whole; its rows are tried one by one in <see cref="ErrorRowTests"/>.</summary>
public sealed class ErrorTableTests
{
    [Fact]
    public void Every_documented_code_has_a_row_of_its_own_or_of_its_family()
        => Assert.All(DocumentedCodes.All.Select(static entry => entry.Code), static code => Assert.Contains(DashScopeErrors.Table.Rows, row => row.Code == code || row.IsFamilyOf(code)));

    [Fact]
    public void Every_row_has_a_documented_code()
        => Assert.All(DashScopeErrors.Table.Rows, static row => Assert.Contains(DocumentedCodes.All, entry => entry.Code == row.Code || row.IsFamilyOf(entry.Code)));

    [Fact]
    public void An_alias_is_the_same_word_in_the_compatible_modes_spelling_and_belongs_to_one_code()
    {
        var aliases = DashScopeErrors.Table.Rows.SelectMany(static row => row.Aliases ?? [], static (row, alias) => (row.Code, Alias: alias)).Distinct().ToList();

        Assert.Contains(("InvalidApiKey", "invalid_api_key"), aliases);
        Assert.All(aliases, static pair =>
        {
            Assert.Equal(pair.Alias.ToLowerInvariant(), pair.Alias);
            Assert.Equal(pair.Code, pair.Alias.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        });
        Assert.Equal(aliases.Count, aliases.Select(static pair => pair.Alias).Distinct().Count());
    }

    [Fact]
    public void Numbers_of_the_contract_are_filled_into_the_words()
        => Assert.All(
            DashScopeErrors.Table.Rows.SelectMany(static row => new[] { row.Meaning, row.Action }).Concat(ErrorCatalogue.Steps.Select(static step => step.Check)),
            static words => Assert.DoesNotContain('{', words));

    [Theory]
    [InlineData(307, WanBoundary.Region, WanRetry.Never)]
    [InlineData(400, WanBoundary.Route, WanRetry.Never)]
    [InlineData(401, WanBoundary.Key, WanRetry.Never)]
    [InlineData(402, WanBoundary.Billing, WanRetry.Never)]
    [InlineData(403, WanBoundary.Key, WanRetry.Never)]
    [InlineData(404, WanBoundary.Region, WanRetry.Never)]
    [InlineData(408, WanBoundary.Service, WanRetry.Ambiguous)]
    [InlineData(409, WanBoundary.Route, WanRetry.Never)]
    [InlineData(413, WanBoundary.Media, WanRetry.Never)]
    [InlineData(415, WanBoundary.Route, WanRetry.Never)]
    [InlineData(418, WanBoundary.Route, WanRetry.Never)]
    [InlineData(422, WanBoundary.Route, WanRetry.Never)]
    [InlineData(429, WanBoundary.Quota, WanRetry.Safe)]
    [InlineData(451, WanBoundary.Content, WanRetry.Never)]
    [InlineData(500, WanBoundary.Service, WanRetry.Ambiguous)]
    [InlineData(502, WanBoundary.Service, WanRetry.Ambiguous)]
    [InlineData(503, WanBoundary.Service, WanRetry.Ambiguous)]
    [InlineData(504, WanBoundary.Service, WanRetry.Ambiguous)]
    [InlineData(599, WanBoundary.Service, WanRetry.Ambiguous)]
    public void A_code_that_nobody_knows_gets_its_boundary_by_the_status(int status, WanBoundary boundary, WanRetry retry)
    {
        var error = DashScopeErrors.Table.Of("Never.Seen", "words", "r-1", status);

        Assert.Equal((boundary, retry, "Never.Seen"), (error.Boundary, error.Retry, error.Code));
        Assert.Equal($"Wan.{boundary}.Never.Seen", error.ErrorId);
    }

    [Fact]
    public void Every_boundary_begins_its_search_at_one_station_and_every_retry_has_words()
    {
        Assert.Equal(["route", "region", "async behaviour", "media", "result storage", "billing source"], ErrorCatalogue.Steps.Select(static step => step.Name));
        Assert.All(Enum.GetValues<WanBoundary>(), static boundary =>
        {
            var error = new WanError { ErrorId = $"Wan.{boundary}.Any", Boundary = boundary, Message = "words" };
            var explained = ErrorExplainer.Explain(error, null, null);
            Assert.Single(explained.CheckOrder, static step => step.EndsWith("<- begin here", StringComparison.Ordinal));
            Assert.NotEmpty(explained.FirstFix);
        });
        Assert.All(Enum.GetValues<WanRetry>(), static retry => Assert.NotEmpty(ErrorCatalogue.MeaningOf(retry)));
    }

    [Theory]
    [InlineData("Wan.Key.SecretUnreadable")]
    [InlineData("Wan.Key.KeyMissing")]
    [InlineData("Wan.Key.KeyFileUnreadable")]
    public void The_search_for_a_key_that_cannot_be_read_begins_at_its_source(string id)
    {
        var order = ErrorExplainer.Explain(ErrorExplainer.FromId(id, "words", null)!, null, null).CheckOrder;

        Assert.Equal("1. key source: the key can be read where the profile says: the variable, file or secret exists, the vault is unlocked, and it holds the bare key  <- begin here", order[0]);
        Assert.Equal(7, order.Count);
        Assert.DoesNotContain(order.Skip(1), static step => step.EndsWith("<- begin here", StringComparison.Ordinal));
    }

    [Fact]
    public void The_search_for_a_key_that_was_refused_begins_at_the_region()
        => Assert.EndsWith("<- begin here", ErrorExplainer.Explain(DashScopeErrors.Table.Of("InvalidApiKey", "no", "r-1", 401), null, null).CheckOrder[1], StringComparison.Ordinal);

    [Theory]
    [InlineData("Wan.Storage.FileExists", "A file could not be read, written or fetched.", "Use -Force to replace it, or another -NameTemplate or -Destination.", WanRetry.Never)]
    [InlineData("Wan.Region.NoProfile", "No profile has been made or chosen as the default yet, or it was made by another account of this machine or under another WAN27_HOME.", "Run Test-WanProfile.", WanRetry.Never)]
    [InlineData("Wan.Async.TaskUnknown", "The task is not in the state that the call needs, or nobody knows whether it was created.", "Task ids live for 24 hours. Check that the profile is the one that submitted the task.", WanRetry.Never)]
    [InlineData("Wan.Service.ConnectionLost", "The service, or the way to it, failed.", "Check the network, then try again.", WanRetry.Ambiguous)]
    [InlineData("Wan.Storage.CertificateRefused", "A file could not be read, written or fetched.", "Check the host name and this machine's clock; where a proxy opens TLS, install its root certificate in the system's store. There is no switch that ignores a certificate.", WanRetry.Once)]
    public void An_error_of_which_only_the_id_is_left_is_explained_by_its_row(string id, string cause, string fix, WanRetry retry)
    {
        var explained = ErrorExplainer.Explain(ErrorExplainer.FromId(id, "words", null)!, null, null);

        Assert.Equal((cause, fix, retry), (explained.LikelyCause, explained.FirstFix, explained.Retry));
    }

    [Fact]
    public void The_category_of_an_error_is_that_of_its_row()
    {
        Assert.Equal("ResourceExists", ErrorRows.CategoryOf(StorageErrors.FileExists("x").Error, null));
        Assert.Equal("SecurityError", ErrorRows.CategoryOf(RegionErrors.EndpointNotSecure("x").Error, null));

        // The provider's code is only what led to it.
        Assert.Equal("OperationTimeout", ErrorRows.CategoryOf(AsyncErrors.SubmitIndeterminate("x", "y", "z", "n").Error with { Code = "InternalError", HttpStatus = 500 }, null));
        Assert.Equal("NotSpecified", ErrorRows.CategoryOf(new WanError { ErrorId = "Wan.Key.OfALaterVersion", Boundary = WanBoundary.Key, Message = "x" }, null));
    }

    [Fact]
    public void Server_text_cannot_steer_a_terminal()
    {
        var error = DashScopeErrors.Table.Of("X", "red\u001b[31m\u0007\u009b2J", "r-1", 400);

        Assert.DoesNotContain(error.Message + ErrorExplainer.Explain(error, null, null).ProviderMessage, char.IsControl);
    }
}
