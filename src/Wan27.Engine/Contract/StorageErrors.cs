namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Storage that are found here. Results, the journal, the profile file and other files of one's own.</summary>
internal static partial class StorageErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Storage);

    public static WanException AccessDenied(string path, string kept, Exception inner) => Errors.Make([("path", path), ("kept", kept)], inner);

    public static WanException CertificateRefused(string host, string reason, Exception inner) => Errors.Make([("host", host), ("reason", reason)], inner);

    public static WanException ChecksumMismatch(string detail) => Errors.Make([("detail", detail)]);

    public static WanException ConformExists(string path) => Errors.Make([("path", path)]);

    public static WanException ConformFolder(string folder) => Errors.Make([("folder", folder)]);

    public static WanException ConformFolderNotMade(string folder, Exception inner) => Errors.Make([("folder", folder)], inner);

    public static WanException ConformOntoSource() => Errors.Make();

    public static WanException ConformSameTarget(string path) => Errors.Make([("path", path)]);

    public static WanException ConformSameTargetOfOneFile(string path) => Errors.Make([("path", path)]);

    public static WanException ConformWrite(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException DiskFull(string path, string kept, Exception inner) => Errors.Make([("path", path), ("kept", kept)], inner);

    public static WanException DownloadInterrupted(string detail, string kept, Exception? inner = null) => Errors.Make([("detail", detail), ("kept", kept)], inner);

    public static WanException DownloadRefused(string detail, string kept) => Errors.Make([("detail", detail), ("kept", kept)]);

    public static WanException Expired(string detail) => Errors.Make([("detail", detail)]);

    public static WanException FileExists(string path) => Errors.Make([("path", path)]);

    public static WanException FolderGone(string path, string kept, Exception inner) => Errors.Make([("path", path), ("kept", kept)], inner);

    public static WanException FolderGoneWithDrive(string folder) => Errors.Make([("folder", folder)]);

    public static WanException InUse(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException InvalidDestination(string folder) => Errors.Make([("folder", folder)]);

    public static WanException InvalidUrl() => Errors.Make();

    public static WanException JournalCorrupt(string path, string aside, string asideName, Exception? inner = null)
        => Errors.Make([("path", path), ("aside", aside), ("asideName", asideName)], inner);

    public static WanException JournalFailed(string path, string said, int code, Exception inner)
        => Errors.Make([("path", path), ("said", said), ("code", code)], inner);

    public static WanException JournalFull(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException JournalLocked(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException JournalNewer(string path, int layout, int known) => Errors.Make([("path", path), ("layout", layout), ("known", known)]);

    public static WanException JournalReadOnly(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException JournalReadOnlyNotMade(string path, string said, Exception inner) => Errors.Make([("path", path), ("said", said)], inner);

    public static WanException JournalReadOnlyUnreadable(string path, string said, Exception inner) => Errors.Make([("path", path), ("said", said)], inner);

    public static WanException JournalRowUnreadable(string path, string what, Exception inner) => Errors.Make([("path", path), ("what", what)], inner);

    public static WanException LengthMismatch(string detail) => Errors.Make([("detail", detail)]);

    public static WanException LogPathIsFile(string path) => Errors.Make([("path", path)]);

    public static WanException NameTemplateOfNothing() => Errors.Make();

    public static WanException NameTemplateOfPath(string template) => Errors.Make([("template", template)]);

    public static WanException NameTemplateOfFolder(string template, string folder) => Errors.Make([("template", template), ("folder", folder)]);

    public static WanException NameTemplateOfBrace(string template) => Errors.Make([("template", template)]);

    public static WanException NameTemplateOfPlaceholder(string template, string placeholder, string allowed)
        => Errors.Make([("template", template), ("placeholder", placeholder), ("allowed", allowed)]);

    public static WanException NameTemplateWithoutName(string template) => Errors.Make([("template", template)]);

    public static WanException NameTemplateOutside(string name) => Errors.Make([("name", name)]);

    public static WanException NoResult(string? task, WanTaskState state) => Errors.Make([("task", task), ("state", state)]);

    public static WanException NoTime() => Errors.Make();

    public static WanException NotAFolder(string path, Exception? inner = null) => Errors.Make([("path", path)], inner);

    public static WanException NotTheResult(string kind, string detail, string tries, string until)
        => Errors.Make([("kind", kind), ("detail", detail), ("tries", tries), ("until", until)]);

    public static WanException NotThere(string kind, string detail, string tries, string until)
        => Errors.Make([("kind", kind), ("detail", detail), ("tries", tries), ("until", until)]);

    public static WanException NotWhole(string kind, string detail, string tries, string until)
        => Errors.Make([("kind", kind), ("detail", detail), ("tries", tries), ("until", until)]);

    public static WanException NothingChosen() => Errors.Make();

    public static WanException NothingToSave(object? given) => Errors.Make([("given", given)]);

    public static WanException PathTooLong(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException ProfileFileUnreadable(string path, string why, Exception? inner = null) => Errors.Make([("path", path), ("why", why)], inner);

    public static WanException ProfileFileUnreadableOfLaterVersion(string path, int schema, int known)
        => Errors.Make([("path", path), ("schema", schema), ("known", known)]);

    public static WanException ProfileFileUnwritable(string path, string variable, Exception inner) => Errors.Make([("path", path), ("variable", variable)], inner);

    public static WanException ProxyFailed(string proxy, string host, string status, string fix)
        => Errors.Make([("proxy", proxy), ("host", host), ("status", status), ("fix", fix)]);

    public static WanException ProxyFailedUnseen(string host, Exception inner) => Errors.Make([("host", host)], inner);

    public static WanException ProxyUnauthorized(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnknown(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnreachable(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ProxyUnreachableInTime(string proxy, string fix) => Errors.Make([("proxy", proxy), ("fix", fix)]);

    public static WanException ReportExists(string path) => Errors.Make([("path", path)]);

    public static WanException ReportNotWritten(string path, string said, Exception inner) => Errors.Make([("path", path), ("said", said)], inner);

    public static WanException RatesUnavailable(string path, string said, Exception inner) => Errors.Make([("path", path), ("said", said)], inner);

    public static WanException Redirect(int most) => Errors.Make([("most", most)]);

    public static WanException RedirectNotSecure(string url) => Errors.Make([("url", url)]);

    public static WanException TargetIsFolder(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException Throttled(string detail, string kept) => Errors.Make([("detail", detail), ("kept", kept)]);

    public static WanException WriteFailed(string path, string said, string kept, Exception inner)
        => Errors.Make([("path", path), ("said", said), ("kept", kept)], inner);
}
