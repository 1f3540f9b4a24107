namespace Wan27.Engine.Routes;

/// <summary>
/// What a request will come out as, so that a task can be told from others by what its provider says of it. Only what follows from the
/// request alone is here.
/// </summary>
internal sealed record ExpectedResult
{
    /// <summary>Length of the clip in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seconds that the clip is not longer than, where its length depends on an input.</summary>
    public double? MostSeconds { get; init; }

    /// <summary>Output tier, such as <c>720P</c>.</summary>
    public string? Tier { get; init; }

    /// <summary>Shape, where one was asked for and is kept.</summary>
    public string? Ratio { get; init; }

    /// <summary>Pictures at most: parts of a job may fail.</summary>
    public int? MostPictures { get; init; }

    /// <summary>Characters of the prompt that the service reads; it cuts the rest.</summary>
    public int? PromptLimit { get; init; }
}
