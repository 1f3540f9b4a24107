namespace Wan27.Engine.Stores;

/// <summary>What is done to an object: a refusal means another right for each.</summary>
internal enum StoreAct
{
    /// <summary>Asking whether it is there, and reading it.</summary>
    Read,

    /// <summary>Writing it.</summary>
    Write,

    /// <summary>Deleting it.</summary>
    Delete,
}
