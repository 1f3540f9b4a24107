namespace Wan27.Emulator.Http;

/// <summary>What came over the wire is not HTTP, or is larger than this server takes.</summary>
internal sealed class MalformedRequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
