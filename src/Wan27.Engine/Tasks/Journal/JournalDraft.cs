using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>A submit that is about to be made.</summary>
internal sealed record JournalDraft
{
    /// <summary>Profile, route, model, region, endpoint and source of the key.</summary>
    public required WanBundle Bundle { get; init; }

    /// <summary>The user's own name for the job, unique in the profile; absent when none was given.</summary>
    public string? JobKey { get; init; }

    public string? Prompt { get; init; }

    /// <summary>Options and media as asked: paths and URLs.</summary>
    public required IReadOnlyDictionary<string, object?> Request { get; init; }

    /// <summary>Equal for equal requests; it names the version of its form.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The same request in the forms of earlier versions, for rows that were written by them.</summary>
    public IReadOnlyList<string> EarlierHashes { get; init; } = [];

    /// <summary>True when a row with that hash stands for this request.</summary>
    public bool Matches(string hash) => hash == RequestHash || EarlierHashes.Contains(hash);

    /// <summary>What the result will be, by the request alone.</summary>
    public ExpectedResult? Expected { get; init; }

    /// <summary>What must still fit when it is noted.</summary>
    public IReadOnlyList<IBudget> Budgets { get; init; } = [];

    /// <summary>The run that it is part of, where that has a budget of its own.</summary>
    public string? Run { get; init; }

    /// <summary>The open tasks of the account that it needs a place among; absent where nothing limits them.</summary>
    public TaskWindow? Window { get; init; }

    /// <summary>What it will be billed by the rules; absent where that was not asked.</summary>
    public BilledForecast? Forecast { get; init; }

    public bool PreflightSkipped { get; init; }

    /// <summary>What the local checks warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Submits anew although the key stands for a task; that task keeps its row but loses the key.</summary>
    public bool Force { get; init; }

    /// <summary>The one row that may lose the key to this submit although it stands for a task; any other one that has taken the key meanwhile may not.</summary>
    public string? Replaces { get; init; }
}
