namespace Wan27;

/// <summary>What billed units are kept apart by, beside the owner of the bill and the unit, which are never added up.</summary>
public enum WanUsageGroup : long
{
    /// <summary>The route.</summary>
    Route,

    /// <summary>The model, by the id that was sent.</summary>
    Model,

    /// <summary>Who carries the route.</summary>
    Provider,

    /// <summary>The region; none for providers without.</summary>
    Region,

    /// <summary>Output tier of clips, size of pictures as asked.</summary>
    Resolution,

    /// <summary>The profile.</summary>
    Profile,

    /// <summary>The day of the submit, by this machine's clock.</summary>
    Day,

    /// <summary>The job key without its last part: what stands before the last of / : . _ and -, the whole key where it has none of them.</summary>
    JobKeyPrefix,

    /// <summary>The store that the results lie in; none for folders.</summary>
    Store,
}
