using Wan27.Emulator.Service;

namespace Wan27.Engine.Tests.Emulator;

public sealed class RouteRulesTests
{
    [Fact]
    public void A_route_without_rules_is_refused_by_name_and_not_judged_as_another()
    {
        var refusal = Assert.Throws<ServiceRefusal>(static () => new RouteRules().Find(WanRoutes.VideoEdit));

        Assert.Equal((400, "InvalidParameter", "The emulator has no rules for the route video_editing."), (refusal.Status, refusal.Code, refusal.Message));
    }
}
