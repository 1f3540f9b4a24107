namespace Wan27.Engine.Contract;

/// <summary>The ids of errors that code acts on. Every other id is only shown, and stands in the error table alone.</summary>
internal static class ErrorIds
{
    /// <summary>An exception that is not one of this module's own.</summary>
    public const string Unexpected = "Wan.Service.Unexpected";

    /// <summary>A batch ends there, unless it was asked to go on with what still fits.</summary>
    public const string BudgetReached = "Wan.Billing.BudgetReached";

    /// <summary>The same where it cannot be told.</summary>
    public const string BudgetUnjudged = "Wan.Billing.BudgetUnjudged";

    public const string ConnectionLost = "Wan.Service.ConnectionLost";

    /// <summary>Where it happens to a result on its way to a store, the store is named.</summary>
    public const string DiskFull = "Wan.Storage.DiskFull";

    public const string InUse = "Wan.Storage.InUse";

    public const string JournalCorrupt = "Wan.Storage.JournalCorrupt";

    /// <summary>What was to be noted is kept on this machine until the shared journal is back.</summary>
    public const string SharedJournalAway = "Wan.Storage.SharedJournalAway";

    public const string SharedJournalBusy = "Wan.Storage.SharedJournalBusy";

    public const string SharedJournalFull = "Wan.Storage.SharedJournalFull";

    public const string SharedJournalReadOnly = "Wan.Storage.SharedJournalReadOnly";

    public const string SharedJournalRefused = "Wan.Storage.SharedJournalRefused";

    public const string KeyFileUnreadable = "Wan.Key.KeyFileUnreadable";

    /// <summary>What was typed in the wrong place is not echoed.</summary>
    public const string KeyGivenAsName = "Wan.Key.KeyGivenAsName";

    public const string KeyMissing = "Wan.Key.KeyMissing";

    /// <summary>A submit that made no task; should one appear all the same, nobody else made it.</summary>
    public const string NeverAccepted = "Wan.Async.NeverAccepted";

    /// <summary>A record that has none of the columns that are read.</summary>
    public const string NoKnownColumn = "Wan.Route.NoKnownColumn";

    /// <summary>The same where files are read.</summary>
    public const string NoKnownColumnOfFiles = "Wan.Media.NoKnownColumn";

    /// <summary>The provider does not know a task that it must know.</summary>
    public const string TaskDoubted = "Wan.Async.TaskDoubted";

    public const string SessionKeyGone = "Wan.Key.SessionKeyGone";

    /// <summary>Two processes have settled submits at the same time; the second looks again.</summary>
    public const string TaskIdKnown = "Wan.Async.TaskIdKnown";
}
