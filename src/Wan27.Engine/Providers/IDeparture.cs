namespace Wan27.Engine.Providers;

/// <summary>Whoever keeps account of a request that may be billed: told when it leaves, and when it is proven that it made nothing.</summary>
internal interface IDeparture
{
    /// <summary>The next byte is the first of the body: once this has returned, the task may exist.</summary>
    Task LeavingAsync();

    /// <summary>What left was turned away before anything was made of it; it may leave again.</summary>
    Task TurnedAwayAsync();
}
