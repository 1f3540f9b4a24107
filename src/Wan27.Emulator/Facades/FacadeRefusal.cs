using Wan27.Emulator.Http;

namespace Wan27.Emulator.Facades;

/// <summary>A wrapper provider says no, in its own form.</summary>
internal sealed class FacadeRefusal(HttpResponse response, string code, string message) : Exception(message)
{
    public HttpResponse Response { get; } = response;

    /// <summary>For the log.</summary>
    public string Code { get; } = code;
}
