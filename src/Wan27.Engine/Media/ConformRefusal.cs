using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>The error of a file that cannot be converted because nobody could use it: each kind of problem has its own id.</summary>
internal static class ConformRefusal
{
    public static WanException Of(MediaProblem problem, string path) => For(problem.Kind)(path, problem.Message, problem.Fix);

    private static Func<string, string, string, WanException> For(MediaProblemKind kind) => kind switch
    {
        MediaProblemKind.Missing => MediaErrors.ConformMissing,
        MediaProblemKind.BrokenLink => MediaErrors.ConformBrokenLink,
        MediaProblemKind.Directory => MediaErrors.ConformDirectory,
        MediaProblemKind.NoAccess => MediaErrors.ConformNoAccess,
        MediaProblemKind.Unresponsive => MediaErrors.ConformUnresponsive,
        MediaProblemKind.Empty => MediaErrors.ConformEmpty,
        MediaProblemKind.Unrecognised => MediaErrors.ConformUnrecognised,
        MediaProblemKind.Truncated => MediaErrors.ConformTruncated,
        MediaProblemKind.ZeroDimension => MediaErrors.ConformZeroDimension,
        MediaProblemKind.Malformed => MediaErrors.ConformMalformed,
        MediaProblemKind.MoovMissing => MediaErrors.ConformMoovMissing,
        MediaProblemKind.ReferenceMovie => MediaErrors.ConformReferenceMovie,
        MediaProblemKind.Encrypted => MediaErrors.ConformEncrypted,
        MediaProblemKind.NoTracks => MediaErrors.ConformNoTracks,
        _ => MediaErrors.ConformUnreadable,
    };
}
