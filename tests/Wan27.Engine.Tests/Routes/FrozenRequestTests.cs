using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tests.Routes;

/// <summary>
/// Bodies, descriptions and identities byte for byte. A body that moves within the code must not move on the wire; a description is in
/// sidecars and journals; an identity decides whether a job is paid again.
/// </summary>
public sealed class FrozenRequestTests
{
    private static readonly ContractView Contract = new(ContractData.Current);

    public static TheoryData<string> Names => [.. GoldenBodyTests.Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_sent_and_kept_of_a_request_has_not_changed_by_a_byte(string name)
    {
        var frozen = Frozen();

        Assert.Equal(frozen.GetValueOrDefault(name), Render(GoldenBodyTests.Requests[name]));
    }

    [Fact]
    public void Every_frozen_request_is_still_tried() => Assert.Empty(Frozen().Keys.Except(GoldenBodyTests.Requests.Keys));

    private static string Render(RouteRequest request)
    {
        var wire = DashScopeBodies.Of(request, Contract, static source => source.Url!);
        return string.Join(
            '\n',
            $"{wire.Path} async={wire.IsAsync} resolve={wire.ResolvesOss}",
            wire.Body.ToJsonString(WireJson.Options),
            PlainJson.Write(request.Describe(Contract)),
            Assert.Single(RequestIdentity.EarlierOf(request, Contract)));
    }

    private static Dictionary<string, string> Frozen()
    {
        using var stream = typeof(FrozenRequestTests).Assembly.GetManifestResourceStream("Samples/frozen-requests.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static block => block.Trim('\n').Split('\n', 2))
            .ToDictionary(static block => block[0], static block => block[1]);
    }
}
