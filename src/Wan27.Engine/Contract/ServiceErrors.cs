namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Service that are found here. The way to the service, and what it answers with.</summary>
internal static class ServiceErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Service);

    public static WanException AnswerTooLarge(long limit) => Errors.Make([("limit", limit)]);

    public static WanException AnswerOfAnotherTask(string other, string task) => Errors.Make([("other", other), ("task", task)]);

    public static WanException AnswerUnreadable(int status, string excerpt) => Errors.Make([("status", status), ("excerpt", excerpt)]);

    public static WanException AnswerUnreadableAfterSubmit(int status, string excerpt) => Errors.Make([("status", status), ("excerpt", excerpt)]);

    public static WanException CertificateRefused(string host, string reason, Exception inner) => Errors.Make([("host", host), ("reason", reason)], inner);

    public static WanException ConnectionLost(Exception inner) => Errors.Make(inner);

    public static WanException ConnectionLostBeforeSent(Exception inner) => Errors.Make(inner);

    public static WanException ConnectionLostAfterSubmit(Exception inner) => Errors.Make(inner);

    public static WanException EmulatorFaultUnknown(string reason) => Errors.Make([("reason", reason)]);

    public static WanException EmulatorPortTaken(int port, string error, Exception inner) => Errors.Make([("port", port), ("error", error)], inner);

    public static WanException HostUnknown(string host, Exception inner) => Errors.Make([("host", host)], inner);

    public static WanException NewSessionNeeded(string imported, string loaded) => Errors.Make([("imported", imported), ("loaded", loaded)]);

    public static WanException ProxyFailed(string proxy, string host, string status, string fix)
        => Errors.Make([("proxy", proxy), ("host", host), ("status", status), ("fix", fix)]);

    public static WanException ProxyFailedUnseen(string host, Exception inner) => Errors.Make([("host", host)], inner);

    public static WanException ProxyUnauthorized(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnknown(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnreachable(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnreachableInTime(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException TaskFailed(string request) => Errors.Make([("request", request)]);

    public static WanException TimedOut(string seconds, Exception inner) => Errors.Make([("seconds", seconds)], inner);

    public static WanException TimedOutAfterSubmit(string seconds, Exception inner) => Errors.Make([("seconds", seconds)], inner);

    public static WanException TlsFailed(string host, Exception inner) => Errors.Make([("host", host)], inner);

    public static WanException Unreachable(string host, Exception inner) => Errors.Make([("host", host)], inner);

    public static WanException UnreachableInTime(string host, Exception inner) => Errors.Make([("host", host)], inner);
}
