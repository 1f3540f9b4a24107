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
        Busy or Locked => StorageErrors.JournalLocked(path, exception),
        Full => StorageErrors.JournalFull(path, exception),
        InputOutput when exception.SqliteExtendedErrorCode == SharedMemorySize => StorageErrors.JournalFull(path, exception),
        ReadOnly or Permission or CannotOpen => StorageErrors.JournalReadOnly(path, exception),
        _ => StorageErrors.JournalFailed(path, exception.Message, exception.SqliteExtendedErrorCode, exception),
    };

    /// <summary>The folder does not take the journal.</summary>
    public static WanException CannotCreate(string path, Exception exception)
        => StorageErrors.JournalReadOnlyNotMade(path, exception.Message, exception);

    /// <summary>The journal was damaged and has been set aside.</summary>
    public static WanException SetAside(string path, string aside, Exception? exception)
        => StorageErrors.JournalCorrupt(path, aside, Path.GetFileName(aside), exception);
}
