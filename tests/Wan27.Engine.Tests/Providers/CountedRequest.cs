using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;

namespace Wan27.Engine.Tests.Providers;

/// <summary>A request that counts how often it is held against its rules.</summary>
internal sealed record CountedRequest(ImageToVideoRequest Inner) : RouteRequest
{
    public int Checks { get; private set; }

    public override string Route => Inner.Route;

    public override IReadOnlyList<MediaPart> Media => Inner.Media;

    public override RouteRequest With(Func<MediaSource, MediaSource> source) => this with { Inner = (ImageToVideoRequest)Inner.With(source) };

    protected override IEnumerable<KeyValuePair<string, object?>> Options => Named(("resolution", Inner.Resolution));

    public override string ResolutionText(ContractView contract) => Inner.ResolutionText(contract);

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null) => Inner.Estimate(contract, media);

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null) => Inner.Parts(contract, media);

    public override ExpectedResult Expect(ContractView contract) => Inner.Expect(contract);

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        Checks++;
        return Inner.Check(contract);
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract) => Inner.CheckJob(media, contract);
}
