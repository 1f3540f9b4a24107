namespace Wan27.Emulator.Service;

/// <summary>The object storage says no, in XML.</summary>
internal sealed class StorageRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
