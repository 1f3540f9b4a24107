using System.Net;

namespace Wan27.Emulator.Http;

/// <summary>The words beside a status number; clients ignore them, people reading a trace do not.</summary>
internal static class ReasonPhrase
{
    public static string Of(int status)
        => Enum.IsDefined((HttpStatusCode)status) ? ((HttpStatusCode)status).ToString() : "Status";
}
