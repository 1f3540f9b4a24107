using Wan27.Engine.Contract;

namespace Wan27.Engine.Tests.Contract;

/// <summary>Advice is about the profile that it was given for.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("Run Test-WanProfile -ProbeRegions.", "night", "Run Test-WanProfile night -ProbeRegions.")]
    [InlineData("Run Test-WanProfile; then go on.", "night", "Run Test-WanProfile night; then go on.")]
    [InlineData("Run Test-WanProfile.", null, "Run Test-WanProfile.")]
    [InlineData("Run Test-WanProfile other -ProbeRegions.", "night", "Run Test-WanProfile other -ProbeRegions.")]
    [InlineData(null, "night", null)]
    public void A_line_that_names_no_profile_gets_the_one_at_hand(string? action, string? profile, string? expected)
        => Assert.Equal(expected, Advice.For(action, profile));
}
