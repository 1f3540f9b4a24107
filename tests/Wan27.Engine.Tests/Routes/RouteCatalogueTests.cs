using Wan27.Engine.Media;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.TextToVideo;

namespace Wan27.Engine.Tests.Routes;

/// <summary>A route is one room, and every other room learns of it from its descriptor.</summary>
public sealed class RouteCatalogueTests
{
    public static TheoryData<string> Names => [.. WanRoutes.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_room_knows_the_route(string name) => Assert.Empty(RouteWalk.Gaps(Assert.Single(RouteCatalogue.All, route => route.Name == name)));

    [Fact]
    public void The_catalogue_has_the_routes_that_are_named_in_that_order() => Assert.Equal(WanRoutes.All, RouteCatalogue.All.Select(static route => route.Name));

    [Fact]
    public void A_route_that_no_room_knows_is_missed_by_each_in_words()
    {
        var route = new RouteDescriptor
        {
            Name = "sound_to_video",
            Request = typeof(string),
            Senders = ["Start-WanSoundTask"],
            Checker = "Test-WanSoundInput",
            Roles = [new MediaRole("Sound", WanRoutes.TextToVideo, "s2v.sound", MediaKind.Audio)],
            Options = [],
        };

        string[] perCmdlet =
        [
            "Wan27.psd1 does not export {0}.", "There is no class {1}Command for {0}.", "docs/cmdlets has no page {0}.md.", "README.md does not name {0}.",
            "The completers do not know which route {0} drives.",
        ];
        Assert.Equal(
            [
                "WanRoutes.All does not list sound_to_video.",
                "RouteCatalogue does not list sound_to_video.",
                "contract.json has no entry in \"routes\" for sound_to_video: short name, what it makes, billed unit, service.",
                "DashScopeBodies has no writer for String.",
                "The emulator has no rules for sound_to_video: add a class to RouteRules.",
                .. perCmdlet.Select(static text => Fill(text, "Start-WanSoundTask", "StartWanSoundTask")),
                .. perCmdlet.Select(static text => Fill(text, "Test-WanSoundInput", "TestWanSoundInput")),
            ],
            RouteWalk.Gaps(route));

        static string Fill(string text, string cmdlet, string type)
            => text.Replace("{0}", cmdlet, StringComparison.Ordinal).Replace("{1}", type, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_of_another_route_and_one_without_limits_are_missed_in_words()
    {
        var route = TextToVideoRoute.Descriptor with { Roles = [new MediaRole("Sound", WanRoutes.VideoEdit, "t2v.sound", MediaKind.Audio)] };

        Assert.Equal(
            [
                "The role Sound of text_to_video says it belongs to video_editing.",
                "contract.json has no list t2v.sound.formats for Sound.",
                "contract.json has no t2v.sound.bytes.max for Sound.",
                "contract.json has no t2v.sound.seconds.min for Sound.",
                "contract.json has no t2v.sound.seconds.max for Sound.",
            ],
            RouteWalk.Gaps(route).Where(static gap => gap.Contains("Sound", StringComparison.Ordinal)));
    }
}
