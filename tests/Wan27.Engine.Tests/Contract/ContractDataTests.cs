using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope;

namespace Wan27.Engine.Tests.Contract;

public sealed class ContractDataTests
{
    private static readonly ContractData Data = ContractData.Current;

    [Fact]
    public void Every_entry_names_a_source_with_a_date()
    {
        var sources = Data.Limits.Select(static limit => limit.Source)
            .Concat(Data.File.Values.Select(static values => values.Source))
            .Concat(Data.File.Models.Select(static model => model.Source))
            .Concat(Data.File.Regions.Select(static region => region.Source))
            .Concat(Data.File.OutputSizes.Select(static size => size.Source));

        Assert.All(sources, static source =>
        {
            Assert.True(Data.File.Sources.TryGetValue(source, out var entry), source);
            Assert.NotEmpty(entry.Date);
        });
    }

    [Fact]
    public void Each_route_has_exactly_one_default_model()
        => Assert.All(WanRoutes.All, static route => Assert.Single(Data.ModelsOf(route), static model => model.IsDefault));

    [Fact]
    public void A_default_is_one_of_its_values()
        => Assert.All(
            Data.File.Values.Where(static values => values.Default is not null),
            static values => Assert.Contains(values.Default!, values.Values));

    [Theory]
    [InlineData(WanRegion.Singapore, null, "dashscope-intl.aliyuncs.com")]
    [InlineData(WanRegion.Beijing, null, "dashscope.aliyuncs.com")]
    [InlineData(WanRegion.Singapore, "llm-1", "llm-1.ap-southeast-1.maas.aliyuncs.com")]
    [InlineData(WanRegion.Beijing, "llm-1", "llm-1.cn-beijing.maas.aliyuncs.com")]
    public void A_region_knows_its_shared_and_workspace_hosts(WanRegion region, string? workspace, string host)
    {
        Assert.Equal(host, Data.Region(region).HostFor(workspace));
        Assert.Equal(region.ToString(), Data.RegionOfHost(host)?.Name);
    }

    [Fact]
    public void A_profile_overrides_a_limit_by_name_and_the_source_says_so()
    {
        var view = new ContractView(Data, new Dictionary<string, double> { ["videoedit.referenceImages.max"] = 4 });

        Assert.Equal(4, view.Integer("videoedit.referenceImages.max"));
        Assert.Contains("profile", view.Source("videoedit.referenceImages.max"), StringComparison.Ordinal);
    }

    [Fact]
    public void Five_reference_images_are_always_refused()
        => Assert.Contains("4 at most", ContractView.Refuse(Data, "videoedit.referenceImages.max", 5), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_limit_is_refused_with_the_names_of_its_group()
        => Assert.Contains("i2v.duration.max", ContractView.Refuse(Data, "i2v.length", 5), StringComparison.Ordinal);

    [Fact]
    public void Error_ids_are_unique_and_start_with_their_boundary()
    {
        var ids = DashScopeErrors.Table.Rows.Select(static row => row.ErrorId).ToArray();

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(DashScopeErrors.Table.Rows, static row => Assert.True(Enum.TryParse<WanBoundary>(row.Boundary, out _), row.Boundary));
        Assert.All(DashScopeErrors.Table.Rows, static row => Assert.True(Enum.TryParse<WanRetry>(row.Retry, out _), row.Retry));
    }

    [Theory]
    [InlineData("InvalidFile.Duration", null, 400, "Wan.Media.InvalidFile.")]
    [InlineData("InvalidParameter", "Model not exist.", 400, "Wan.Route.ModelNotExist")]
    [InlineData("InvalidParameter", "something else", 400, "Wan.Route.InvalidParameter")]
    [InlineData("InternalError.Timeout", null, null, "Wan.Async.InternalError.Timeout")]
    [InlineData("BrandNewCode", null, 401, "Wan.Key.BrandNewCode")]
    [InlineData(null, null, 502, "Wan.Service.ServerError")]
    public void The_error_table_finds_the_most_specific_row(string? code, string? message, int? status, string id)
        => Assert.Equal(id, DashScopeErrors.Table.Find(code, message, status).ErrorId);
}
