namespace Wan27.Engine.Stores;

/// <summary>How a write ended.</summary>
internal enum PutEnd
{
    /// <summary>The object is there, whole.</summary>
    Written,

    /// <summary>An object of the name was there already, and nothing was written.</summary>
    Exists,
}
