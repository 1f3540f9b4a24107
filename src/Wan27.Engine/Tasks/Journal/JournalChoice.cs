using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Which journal is in use: what WAN27_JOURNAL names, or what Set-WanJournal was told, or the local one.</summary>
/// <param name="Connection">Where the connection text of a shared journal is; null for the local one.</param>
/// <param name="Origin">Where the choice comes from.</param>
internal sealed record JournalChoice(KeySource? Connection, string Origin)
{
    /// <summary>The environment variable that goes before the setting; containers have no settings.</summary>
    public const string Variable = "WAN27_JOURNAL";

    private const int LongestText = 16 * 1024;

    // A vault is asked once, on the thread that may ask it.
    private static readonly ConcurrentDictionary<KeySource, string> Secrets = new();

    public static JournalChoice Current(string settings)
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? new JournalChoice(Named(named.Trim()), $"variable {Variable}")
            : new JournalSetting(settings).Read() is { } set ? new JournalChoice(set, "setting")
            : new JournalChoice(null, "default");

    /// <summary>Where the choice comes from, in words.</summary>
    public string Words => Connection is null ? Origin : $"{Origin}, {Connection}";

    /// <summary>The connection text.</summary>
    /// <param name="readSecret">Reads a secret of the session; null where there is no session, and what was read before must do.</param>
    public string? Text(Func<KeySource, string?>? readSecret) => Connection switch
    {
        null => null,
        { Kind: KeySourceKind.Variable } variable => Environment.GetEnvironmentVariable(variable.Name!),
        { Kind: KeySourceKind.File } file => KeyReader.ReadFile(file.Name!, LongestText, static (path, unreadable) => StorageErrors.SharedJournalSourceUnreadable(path, unreadable)),
        { } secret when readSecret is not null => Secrets.GetOrAdd(secret, source => readSecret(source) ?? string.Empty),
        { } secret => Secrets.TryGetValue(secret, out var known) ? known : throw StorageErrors.SharedJournalSourceWithoutSession(secret.ToString()),
    };

    /// <summary>Forgets what vaults said, so that a changed secret is read anew.</summary>
    public static void Forget() => Secrets.Clear();

    /// <summary>Refuses a connection text where the name of its place belongs; it is not quoted.</summary>
    public static void RefuseText(KeySource source)
    {
        if (IsText(source.Name) || IsText(source.Vault))
        {
            throw StorageErrors.SharedJournalSourceGivenAsName();
        }
    }

    /// <summary>WAN27_JOURNAL holds the path of a file, or the name of a variable.</summary>
    private static KeySource Named(string name)
        => IsText(name) ? throw StorageErrors.SharedJournalSourceGivenAsName()
            : name.AsSpan().IndexOfAny('/', '\\') >= 0 || File.Exists(name) ? new KeySource(KeySourceKind.File, Path.GetFullPath(name))
            : new KeySource(KeySourceKind.Variable, name);

    private static bool IsText(string? name)
        => name is not null && (name.Contains('=', StringComparison.Ordinal) || name.Contains("://", StringComparison.Ordinal)) && !File.Exists(name);
}
