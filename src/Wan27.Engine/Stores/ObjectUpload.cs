using Microsoft.Win32.SafeHandles;

namespace Wan27.Engine.Stores;

/// <summary>What is to be written to a store.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Content">An open file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="MediaType">Content type.</param>
/// <param name="Mark">What the metadata says of it.</param>
internal sealed record ObjectUpload(string Key, SafeFileHandle Content, long Length, string MediaType, ObjectMark Mark)
{
    /// <summary>Writes although there is an object of the name.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Told how many bytes have travelled.</summary>
    public Action<long>? Watch { get; init; }
}
