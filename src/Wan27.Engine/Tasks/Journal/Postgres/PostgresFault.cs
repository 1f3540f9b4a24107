using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>Turns what the server or the way to it says into an error that tells what to do.</summary>
internal static class PostgresFault
{
    /// <summary>True where the same may work in a moment: the server restarts, is full of connections, or the way to it broke.</summary>
    public static bool Passes(Exception exception) => exception switch
    {
        PostgresException { SqlState: var code } => code.StartsWith("08", StringComparison.Ordinal) || code is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.IdleSessionTimeout,
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or SocketException or TimeoutException or EndOfStreamException,
        _ => exception is TimeoutException or SocketException or IOException,
    };

    /// <summary>True where two changes met, and the later one only has to look again.</summary>
    public static bool Collided(Exception exception)
        => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>True where the layout is not there: nobody has made it yet, or somebody has removed it.</summary>
    public static bool IsLayoutGone(Exception exception)
        => exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction };

    public static WanException Explain(Exception exception, PostgresPlace place) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or "53200" } busy => StorageErrors.SharedJournalBusy(place, Said(busy), busy),
        PostgresException { SqlState: "53100" } full => StorageErrors.SharedJournalFull(place, full),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } replica => StorageErrors.SharedJournalReadOnly(place, replica),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused
            => StorageErrors.SharedJournalRefusedLogin(place, place.User ?? "none", Said(refused), refused),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } absent => StorageErrors.SharedJournalRefusedDatabase(place, Said(absent), absent),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } rights => StorageErrors.SharedJournalRefusedRights(place, place.User ?? "none", Said(rights), rights),
        NpgsqlException { InnerException: AuthenticationException tls } => StorageErrors.SharedJournalTls(place, tls.Message, exception),
        NpgsqlException { InnerException: null } plain when plain.Message.Contains("SSL", StringComparison.OrdinalIgnoreCase) => StorageErrors.SharedJournalTls(place, plain.Message, exception),
        _ when Passes(exception) => StorageErrors.SharedJournalAway(place, Said(exception), exception),
        PostgresException other => StorageErrors.SharedJournalFailed(place, Said(other), other.SqlState, other),
        _ => StorageErrors.SharedJournalFailed(place, Said(exception), "none", exception),
    };

    private static string Said(Exception exception) => exception switch
    {
        PostgresException said => said.MessageText,
        NpgsqlException { InnerException: { } inner } => inner.Message,
        _ => exception.Message,
    };
}
