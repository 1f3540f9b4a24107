using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// Notes for a shared journal that is away, one file each, on disk before anybody relies on them. They are delivered in their order, before
/// anything else, by this process or by the next one on this machine.
/// </summary>
internal sealed class Outbox(string folder, string place)
{
    private const string Pattern = "*.note.json";

    private static readonly object Order = new();

    private static long _last;

    /// <summary>Where they lie.</summary>
    public string Folder => folder;

    /// <summary>Those for this journal, the oldest first.</summary>
    public IReadOnlyList<string> Files()
        => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal).Where(file => Read(file)?.Place == place)] : [];

    /// <summary>A note; null for one that is gone, or that cannot be read.</summary>
    public static OutboxNote? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize(stream, OutboxJson.Default.OutboxNote);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a note, durably.</summary>
    public void Keep(OutboxNote note, DateTimeOffset now)
    {
        PrivateFolder.Create(folder);

        // Those of one process keep their order even where the clock stands still or is set back.
        long number;
        lock (Order)
        {
            number = _last = Math.Max(_last + 1, now.UtcTicks);
        }

        OwnerOnly.Replace(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D20}-{Environment.ProcessId}.note.json")),
            JsonSerializer.SerializeToUtf8Bytes(Cleaned(note), OutboxJson.Default.OutboxNote));
    }

    /// <summary>Lets go of a note that was delivered.</summary>
    public static void Remove(string file) => File.Delete(file);

    /// <summary>Sets a note aside that the journal does not take, so that it stops nothing and is not lost.</summary>
    public static void SetAside(string file)
    {
        try
        {
            File.Move(file, file + ".refused", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another process was first.
        }
    }

    private static OutboxNote Cleaned(OutboxNote note) => note with
    {
        Error = Cleaned(note.Error),
        Update = note.Update is null ? null : note.Update with { Error = Cleaned(note.Update.Error), ResultUrls = JournalRow.WriteUrls(note.Update.ResultUrls) is null ? [] : note.Update.ResultUrls },
    };

    private static WanError? Cleaned(WanError? error) => JournalRow.Write(error) is { } text ? JsonSerializer.Deserialize(text, JournalJson.Default.WanError) : null;
}
