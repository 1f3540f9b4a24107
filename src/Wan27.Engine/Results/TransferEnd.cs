namespace Wan27.Engine.Results;

/// <summary>How one request for a result ended.</summary>
internal enum TransferEnd
{
    /// <summary>The body is here and verified.</summary>
    Complete,

    /// <summary>The caller saw from the headers that the body is not needed.</summary>
    NotNeeded,

    /// <summary>The way to the server or the server itself failed.</summary>
    Interrupted,

    /// <summary>The server asked to come back later.</summary>
    Throttled,

    /// <summary>The URL has died.</summary>
    Expired,

    /// <summary>The server refused for good.</summary>
    Refused,

    /// <summary>The body has another length than stated.</summary>
    WrongLength,

    /// <summary>The body has another checksum than stated.</summary>
    WrongChecksum,

    /// <summary>The server does not have the object, although its URL still lives.</summary>
    Missing,

    /// <summary>Something else than the result came.</summary>
    SomethingElse,

    /// <summary>The result came, but not whole.</summary>
    NotWhole,
}
