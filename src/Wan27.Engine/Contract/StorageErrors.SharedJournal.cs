namespace Wan27.Engine.Contract;

/// <summary>Errors of the journal that several machines share.</summary>
internal static partial class StorageErrors
{
    public static WanException JournalSettingUnreadable(string path, string why, Exception? inner) => Errors.Make([("path", path), ("why", why)], inner);

    public static WanException JournalSettingUnwritable(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException JournalSourcesExclude(string given) => Errors.Make([("given", given)]);

    public static WanException JournalSourcesExcludeOfNone() => Errors.Make();

    public static WanException JournalSourcesExcludeOfVault() => Errors.Make();

    public static WanException JournalSourcesExcludeOfLocal(string given) => Errors.Make([("given", given)]);

    public static WanException JournalSourcesExcludeOfKind() => Errors.Make();

    public static WanException NoSharedJournal() => Errors.Make();

    public static WanException SharedJournalAway(object place, string said, Exception? inner = null) => Errors.Make([("place", place), ("said", said)], inner);

    public static WanException SharedJournalBusy(object place, string said, Exception inner) => Errors.Make([("place", place), ("said", said)], inner);

    public static WanException SharedJournalFailed(object place, string said, string code, Exception inner)
        => Errors.Make([("place", place), ("said", said), ("code", code)], inner);

    public static WanException SharedJournalFull(object place, Exception inner) => Errors.Make([("place", place)], inner);

    public static WanException SharedJournalNewer(object place, int layout, int known) => Errors.Make([("place", place), ("layout", layout), ("known", known)]);

    public static WanException SharedJournalReadOnly(object place, Exception? inner = null) => Errors.Make([("place", place)], inner);

    public static WanException SharedJournalRefusedLogin(object place, string user, string said, Exception inner)
        => Errors.Make([("place", place), ("user", user), ("said", said)], inner);

    public static WanException SharedJournalRefusedDatabase(object place, string said, Exception inner) => Errors.Make([("place", place), ("said", said)], inner);

    public static WanException SharedJournalRefusedRights(object place, string user, string said, Exception inner)
        => Errors.Make([("place", place), ("user", user), ("said", said)], inner);

    public static WanException SharedJournalSourceEmpty(string source) => Errors.Make([("source", source)]);

    public static WanException SharedJournalSourceGivenAsName() => Errors.Make();

    public static WanException SharedJournalSourceUnreadable(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException SharedJournalSourceWithoutSession(string source) => Errors.Make([("source", source)]);

    public static WanException SharedJournalSourceMalformed(string source) => Errors.Make([("source", source)]);

    public static WanException SharedJournalSourceWithoutHost(string source) => Errors.Make([("source", source)]);

    public static WanException SharedJournalTls(object place, string said, Exception inner) => Errors.Make([("place", place), ("said", said)], inner);
}
