using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>A prompt that a task tells is the one that was asked, or it is not; what had to be assumed for that is said.</summary>
public sealed class PromptComparisonTests
{
    [Theory]
    [InlineData("a fox", "a fox", null)]
    [InlineData(" a fox\t", "a fox", "blanks at the ends trimmed")]
    [InlineData("a\r\nfox", "a\nfox", "line ends changed")]
    [InlineData("a\nfox", "a\r\nfox", "line ends changed")]
    [InlineData(" a\rfox ", "a\nfox", "line ends changed, blanks at the ends trimmed")]
    [InlineData("fox cafe\u0301", "fox caf\u00e9", "characters written in their composed form")]
    [InlineData("a\u200e fox", "a fox", "invisible characters dropped")]
    [InlineData("a \ud83d fox", "a \ufffd fox", "invisible characters dropped")]
    [InlineData("a  fox", "a fox", "runs of blanks folded")]
    [InlineData("fox https://b.example.com/a.png?Expires=1&Signature=x", "fox https://b.example.com/a.png", "keys and signatures taken out")]
    public void The_same_prompt_is_known_whatever_the_service_did_to_it(string asked, string told, string? assumed)
        => Assert.Equal(new PromptMatch(true, assumed), PromptComparison.Compare(asked, told, 5000));

    [Theory]
    [InlineData("a fox", "a hen")]
    [InlineData("a fox", "A fox")]
    [InlineData("a fox", "a fox runs")]
    [InlineData("a fox runs", "a fox")]
    [InlineData("afox", "a fox")]
    public void Another_prompt_is_another_one(string asked, string told) => Assert.False(PromptComparison.Compare(asked, told, 5000).IsSame);

    [Theory]
    [InlineData(5000, true)]
    [InlineData(4990, true)]
    [InlineData(2500, false)]
    [InlineData(5100, false)]
    public void A_prompt_over_the_limit_is_told_up_to_there(int told, bool same)
    {
        var asked = string.Concat(Enumerable.Range(0, 2000).Select(static number => $"{number:0000}"));

        Assert.Equal(new PromptMatch(same, same ? "cut at 5000 characters" : null), PromptComparison.Compare(asked, asked[..told], 5000));
    }

    [Fact]
    public void Characters_beyond_the_first_plane_count_as_one_or_as_two()
    {
        var asked = string.Concat(Enumerable.Repeat("\U0001F98A", 6000));

        Assert.True(PromptComparison.Compare(asked, asked[..5000], 5000).IsSame);
        Assert.True(PromptComparison.Compare(asked, asked[..10000], 5000).IsSame);
    }

    [Fact]
    public void Prompts_that_may_be_the_same_have_one_key()
    {
        Assert.Equal(PromptComparison.KeyOf(" a\r\n  fox "), PromptComparison.KeyOf("a\nfox"));
        Assert.NotEqual(PromptComparison.KeyOf("a fox"), PromptComparison.KeyOf("a hen"));
    }
}
