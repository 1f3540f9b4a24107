using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator;

public sealed class NamedFaultTests
{
    [Fact]
    public void Every_kind_of_fault_can_be_asked_for_by_its_name()
        => Assert.All(Enum.GetValues<FaultKind>(), static kind => Assert.Equal(kind, NamedFault.Parse(kind.ToString()).Kind));

    [Fact]
    public void Every_fault_says_what_it_does()
    {
        Assert.All(NamedFault.All, static fault => Assert.EndsWith(".", fault.Summary, StringComparison.Ordinal));
        Assert.Equal(NamedFault.All.Count, NamedFault.All.Select(static fault => fault.Summary).Distinct().Count());
    }

    [Theory]
    [InlineData("Throttle", 1)]
    [InlineData("throttle:3", 3)]
    [InlineData(" Throttle : 3 ", 3)]
    [InlineData("Throttle:*", null)]
    public void A_count_follows_the_name(string text, int? count) => Assert.Equal((429, count), (NamedFault.Parse(text).Status, NamedFault.Parse(text).Count));

    [Theory]
    [InlineData("DropAfterAccept:20%", 0.2)]
    [InlineData("dropafteraccept : 100%", 1.0)]
    [InlineData("DropAfterAccept:3", null)]
    public void A_chance_follows_the_name_too(string text, double? chance)
        => Assert.Equal((FaultKind.DropAfterAccept, chance, chance is null ? 3 : null), (NamedFault.Parse(text).Kind, NamedFault.Parse(text).Probability, NamedFault.Parse(text).Count));

    [Theory]
    [InlineData("Throttle:0%")]
    [InlineData("Throttle:101%")]
    [InlineData("Throttle:%")]
    [InlineData("Throttle:20 %")]
    [InlineData("")]
    [InlineData("Nonsense")]
    [InlineData("Throttle:")]
    [InlineData("Throttle:-1")]
    [InlineData("Throttle:1.5")]
    public void Anything_else_is_refused_in_one_sentence(string text)
        => Assert.DoesNotContain('\n', Assert.Throws<FormatException>(() => NamedFault.Parse(text)).Message);

    [Fact]
    public async Task A_throttled_submit_is_refused_as_often_as_asked_and_looks_are_not()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(NamedFault.Parse("Throttle:2"));

        var statuses = new List<int> { (await service.GetAsync("/api/v1/tasks/")).Status };
        for (var submit = 0; submit < 3; submit++)
        {
            statuses.Add((await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true)).Status);
        }

        Assert.Equal([200, 429, 429, 200], statuses);
    }
}
