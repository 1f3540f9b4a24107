namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Media that are found here. Input files, their conversion and their upload.</summary>
internal static class MediaErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Media);

    public static WanException CertificateRefused(string host, string reason, Exception inner) => Errors.Make([("host", host), ("reason", reason)], inner);

    public static WanException ConformBackground(string background) => Errors.Make([("background", background)]);

    public static WanException ConformBrokenLink(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformDirectory(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformEmpty(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformEncrypted(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformExtension(string format, string name, string extension)
        => Errors.Make([("format", format), ("name", name), ("extension", extension)]);

    public static WanException ConformFailed(string findings) => Errors.Make([("findings", findings)]);

    public static WanException ConformFormat(string format, string role, string allowed) => Errors.Make([("format", format), ("role", role), ("allowed", allowed)]);

    public static WanException ConformKind(string path, string format, string kind, string role)
        => Errors.Make([("path", path), ("format", format), ("kind", kind), ("role", role)]);

    public static WanException ConformMalformed(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformMissing(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformMoovMissing(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformNoAccess(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformNoTracks(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformNotProven(string faults) => Errors.Make([("faults", faults)]);

    public static WanException ConformReferenceMovie(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformSize(string path, string format, string fix) => Errors.Make([("path", path), ("format", format), ("fix", fix)]);

    public static WanException ConformTooShort(string path, string length, string shortest)
        => Errors.Make([("path", path), ("length", length), ("shortest", shortest)]);

    public static WanException ConformTrack(string path, string kind) => Errors.Make([("path", path), ("kind", kind)]);

    public static WanException ConformTruncated(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformUndecodable(string path, string codec, string complaint)
        => Errors.Make([("path", path), ("codec", codec), ("complaint", complaint)]);

    public static WanException ConformUnreadable(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformUnrecognised(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformUnresponsive(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException ConformZeroDimension(string path, string problem, string fix) => Errors.Make([("path", path), ("problem", problem), ("fix", fix)]);

    public static WanException FfmpegFailed(string complaint) => Errors.Make([("complaint", complaint)]);

    public static WanException FfmpegFailedToRun(string program, string advice, Exception inner) => Errors.Make([("program", program), ("advice", advice)], inner);

    public static WanException FfmpegMissing(string advice) => Errors.Make([("advice", advice)]);

    public static WanException FileChanged(string path) => Errors.Make([("path", path)]);

    public static WanException FileTooLarge(string path, string megabytes, string most) => Errors.Make([("path", path), ("megabytes", megabytes), ("most", most)]);

    public static WanException FileUnreadable(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException FileUnreadableNotThere(string path) => Errors.Make([("path", path)]);

    public static WanException FileUnreadableToPublish(string reason) => Errors.Make([("reason", reason)]);

    public static WanException NoFileMatches(string pattern, string folder, Exception? inner = null)
        => Errors.Make([("pattern", pattern), ("folder", folder)], inner);

    public static WanException NoKnownColumn(string column, string other, string found) => Errors.Make([("column", column), ("other", other), ("found", found)]);

    public static WanException NotAFilePath(string path, string schemes, Exception inner) => Errors.Make([("path", path), ("schemes", schemes)], inner);

    public static WanException NotAFilePathOfOtherDrive(string path, string provider) => Errors.Make([("path", path), ("provider", provider)]);

    public static WanException NotAFilePathToPublish(string url) => Errors.Make([("url", url)]);

    public static WanException NotAFilePathToPublishOfStore(string reference) => Errors.Make([("reference", reference)]);

    public static WanException NotAFilePathToConvert(string url) => Errors.Make([("url", url)]);

    public static WanException NotAFilePathToConvertOfStore(string reference) => Errors.Make([("reference", reference)]);

    public static WanException PatternNotTaken(string parameter, string pattern, string cmdlet)
        => Errors.Make([("parameter", parameter), ("pattern", pattern), ("cmdlet", cmdlet)]);

    public static WanException PreflightFailed(string finding, string? fix) => Errors.Make([("finding", finding), ("fix", fix)]);

    public static WanException PreflightFailedInMany(int count, string findings) => Errors.Make([("count", count), ("findings", findings)]);

    public static WanException UploadCutOff(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException UploadCutOffOrUnread(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException UploadExpired(string name, string time, string path, string model)
        => Errors.Make([("name", name), ("time", time), ("path", path), ("model", model)]);

    public static WanException UploadHostNotSecure(string host) => Errors.Make([("host", host)]);

    public static WanException UploadOfOtherModel(string name, string? uploadModel, string path, string model)
        => Errors.Make([("name", name), ("uploadModel", uploadModel), ("path", path), ("model", model)]);

    public static WanException UploadPolicyUnreadable() => Errors.Make();

    public static WanException UploadTimedOut(string path, string host, string seconds, Exception inner)
        => Errors.Make([("path", path), ("host", host), ("seconds", seconds)], inner);
}
