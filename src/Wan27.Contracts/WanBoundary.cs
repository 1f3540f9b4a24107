namespace Wan27;

/// <summary>The part of the integration in which an error arose: where to look first.</summary>
public enum WanBoundary : long
{
    /// <summary>Route, model id, options or their combination.</summary>
    Route,

    /// <summary>Region, endpoint or workspace.</summary>
    Region,

    /// <summary>The API key and its rights.</summary>
    Key,

    /// <summary>Asynchronous behaviour: task ids, states, waiting.</summary>
    Async,

    /// <summary>Input media: files, URLs, uploads.</summary>
    Media,

    /// <summary>Result storage: download, disk, expiry.</summary>
    Storage,

    /// <summary>The account's standing and purchases.</summary>
    Billing,

    /// <summary>Rates and quotas.</summary>
    Quota,

    /// <summary>Content moderation and rights.</summary>
    Content,

    /// <summary>The service itself, or the way to it.</summary>
    Service,
}
