namespace Wan27;

/// <summary>What became of a price that an endpoint publishes.</summary>
public enum WanPriceChange : long
{
    /// <summary>A row for it was added.</summary>
    Added,

    /// <summary>It has changed: the row so far ends with yesterday, and a new one begins.</summary>
    Changed,

    /// <summary>It is as the list has it; the row was checked today.</summary>
    Confirmed,

    /// <summary>The list has a row of the user's own for it, which stays as it is.</summary>
    Kept,

    /// <summary>It could not be read with certainty, and the list stays without it.</summary>
    Unread,
}
