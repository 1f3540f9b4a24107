using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Turns what SQLite says into an error that tells what to do.</summary>
internal static class JournalFault
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>SQLite reports a full disk this way when it cannot lay out the memory shared between processes.</summary>
    private const int SharedMemorySize = InputOutput | (19 << 8);

    public static bool IsCorruption(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    public static WanException Explain(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked => Error(
            "JournalLocked",
            $"The journal '{path}' is locked by another process.",
            "Try again; if it stays locked, look for a hanging process that uses the journal.",
            exception,
            WanRetry.Safe),
        Full => NoSpace(path, exception),
        InputOutput when exception.SqliteExtendedErrorCode == SharedMemorySize => NoSpace(path, exception),
        ReadOnly or Permission or CannotOpen => Error(
            "JournalReadOnly",
            $"The journal '{path}' cannot be opened for writing, and nothing is submitted without a journal.",
            "Grant write access to the file and its folder, or point WAN27_HOME to another folder.",
            exception),
        _ => Error(
            "JournalFailed",
            string.Create(CultureInfo.InvariantCulture, $"The journal '{path}' cannot be used: {exception.Message} (SQLite code {exception.SqliteExtendedErrorCode})."),
            "Check the disk, or point WAN27_HOME to another folder.",
            exception),
    };

    /// <summary>The folder does not take the journal.</summary>
    public static WanException CannotCreate(string path, Exception exception)
        => Error(
            "JournalReadOnly",
            $"'{path}' cannot be created ({exception.Message}), and nothing is submitted without a journal.",
            "Grant write access to the folder, or point WAN27_HOME to another one.",
            exception);

    /// <summary>The journal was damaged and has been set aside.</summary>
    public static WanException SetAside(string path, string aside, Exception? exception)
        => Error(
            "JournalCorrupt",
            $"The journal is damaged and was kept as '{aside}'. Tasks submitted before are not known until it is restored, so that running a script again could pay for them twice.",
            $"Restore a backup as '{path}'; or, to begin with an empty journal, move '{Path.GetFileName(aside)}' out of the folder.",
            exception);

    private static WanException NoSpace(string path, Exception exception)
        => Error("JournalFull", $"The disk of the journal '{path}' is full, and nothing is submitted without a journal.", "Free some space, or point WAN27_HOME to another disk.", exception);

    private static WanException Error(string code, string message, string action, Exception? exception, WanRetry retry = WanRetry.Never)
        => ErrorFactory.Local(WanBoundary.Storage, code, message, action, retry, exception);
}
