using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>Whose error it is decides by which table it is told and explained.</summary>
public sealed class ProviderErrorTests
{
    private const string Own = """
        {
          "source": "their page",
          "codes": [{"code": "InvalidApiKey", "boundary": "Billing", "category": "QuotaExceeded", "retry": "Once", "meaning": "The credit is used up.", "action": "Buy some."}],
          "statuses": [{"status": 599, "id": "Down", "boundary": "Service", "category": "ResourceUnavailable", "retry": "Safe", "meaning": "They are down.", "action": "Wait."}]
        }
        """;

    [Fact]
    public void The_same_code_means_what_its_provider_says()
    {
        var theirs = ProviderErrors.Parse("Elsewhere", Own).Of("InvalidApiKey", "no credit", "r-1", 401);
        var official = ProviderRegistry.All[0].Errors.Of("InvalidApiKey", "no key", "r-1", 401);

        Assert.Equal(("Elsewhere", "Wan.Billing.InvalidApiKey", WanBoundary.Billing, WanRetry.Once), (theirs.Provider, theirs.ErrorId, theirs.Boundary, theirs.Retry));
        Assert.Equal("The credit is used up. The provider says: no credit (code InvalidApiKey, request r-1)", theirs.Message);
        Assert.Equal((ProviderRegistry.All[0].Name, "Wan.Key.InvalidApiKey"), (official.Provider, official.ErrorId));
    }

    [Fact]
    public void A_task_that_failed_without_a_word_names_its_provider()
        => Assert.Equal(("Elsewhere", "Wan.Service.TaskFailed", "r-1"), ProviderErrors.Parse("Elsewhere", Own).OfFailedTask(null, null, "r-1") is var error ? (error.Provider, error.ErrorId, error.RequestId) : default);

    [Fact]
    public void An_error_of_an_old_record_names_no_provider_and_is_the_official_ones()
    {
        var old = ProviderRegistry.All[0].Errors.Of("InvalidApiKey", "no key", "r-1", 401) with { Provider = null };

        Assert.Equal("The key is missing, wrong, or belongs to another region.", ErrorExplainer.Explain(old, null, null).LikelyCause);
        Assert.Equal("AuthenticationError", ErrorRows.CategoryOf(old, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_error_of_a_provider_that_is_not_known_here_is_explained_by_its_boundary_alone(bool byBundle)
    {
        var error = ProviderErrors.Parse("Elsewhere", Own).Of("InvalidApiKey", "no credit", "r-1", 401) with { RecommendedAction = null };
        var bundle = new WanBundle { Provider = "Elsewhere" };

        var explained = ErrorExplainer.Explain(byBundle ? error with { Provider = null } : error, byBundle ? bundle : null, null);

        Assert.Equal(("The account may not order this.", "Look at the account in the console of the region."), (explained.LikelyCause, explained.FirstFix));
        Assert.Equal("NotSpecified", ErrorRows.CategoryOf(error, null));
    }

    [Fact]
    public void An_id_alone_is_explained_by_the_provider_that_has_it()
    {
        var error = ErrorExplainer.FromId("Wan.Key.InvalidApiKey", "words", null)!;

        Assert.Equal(ProviderRegistry.All[0].Name, error.Provider);
        Assert.Equal("The key is missing, wrong, or belongs to another region.", ErrorExplainer.Explain(error, null, null).LikelyCause);
    }
}
