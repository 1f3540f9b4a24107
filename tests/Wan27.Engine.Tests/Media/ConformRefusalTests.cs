using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

public sealed class ConformRefusalTests
{
    public static TheoryData<int> Fatal => [.. Enum.GetValues<MediaProblemKind>().Where(static kind => new MediaProblem(kind, "", "").IsFatal).Cast<int>()];

    [Theory]
    [MemberData(nameof(Fatal))]
    public void Every_problem_that_stops_a_conversion_has_an_id_of_its_own(int number)
    {
        var kind = (MediaProblemKind)number;

        var error = ConformRefusal.Of(new MediaProblem(kind, "It is so.", "Do this."), "/a/fox.png").Error;

        Assert.Equal(($"Wan.Media.Conform{kind}", "/a/fox.png cannot be converted. It is so.", "Do this."), (error.ErrorId, error.Message, error.RecommendedAction));
    }
}
