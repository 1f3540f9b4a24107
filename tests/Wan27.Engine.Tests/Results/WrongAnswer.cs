namespace Wan27.Engine.Tests.Results;

/// <summary>One wrong answer of a result host, with what is said of it.</summary>
/// <param name="Name">What the host does.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="ErrorId">The error after the last try.</param>
/// <param name="Message">The error's exact words.</param>
internal sealed record WrongAnswer(string Name, WireAnswer Answer, string ErrorId, string Message)
{
    /// <summary>The route that the result is of.</summary>
    public string Route { get; init; } = WanRoutes.ImageToVideo;

    /// <summary>How often the host is asked before it is final.</summary>
    public int Requests { get; init; } = 4;
}
