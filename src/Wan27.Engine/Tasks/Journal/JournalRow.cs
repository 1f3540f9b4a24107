using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Rows of the task table to entries and back.</summary>
internal static class JournalRow
{
    public const string Columns = """
        local_id, job_key, holds_key, profile, provider, route, model, region, endpoint, key_source, task_id, request_id, state,
        provider_status, prompt, request, request_hash, created_at, updated_at, submitted_at, scheduled_at, ended_at, url_expires_at,
        usage, error, files, candidates, preflight_skipped, owner_host, owner_process, owner_started, warnings
        """;

    public static JournalEntry Read(SqliteDataReader reader)
    {
        var task = new WanTask
        {
            JobKey = Text(reader, 1),
            Profile = EmptyAsNull(reader.GetString(3)),
            Provider = EmptyAsNull(reader.GetString(4)),
            Route = Text(reader, 5),
            Model = Text(reader, 6),
            Region = Text(reader, 7) is { } region ? Enum.Parse<WanRegion>(region) : null,
            Endpoint = EmptyAsNull(reader.GetString(8)),
            KeySource = Text(reader, 9),
            TaskId = Text(reader, 10),
            RequestId = Text(reader, 11),
            State = Enum.Parse<WanTaskState>(reader.GetString(12)),
            ProviderStatus = Text(reader, 13),
            Prompt = Text(reader, 14),
            Request = PlainJson.Read(reader.GetString(15)),
            SubmittedAt = Time(reader, 19),
            ScheduledAt = Time(reader, 20),
            EndedAt = Time(reader, 21),
            UrlExpiresAt = Time(reader, 22),
            Usage = Json(reader, 23, JournalJson.Default.WanUsage),
            Error = Json(reader, 24, JournalJson.Default.WanError),
            Files = Json(reader, 25, JournalJson.Default.IReadOnlyListString) ?? [],
            Candidates = Json(reader, 26, JournalJson.Default.IReadOnlyListString) ?? [],
            PreflightSkipped = reader.GetInt64(27) != 0,
            Warnings = Json(reader, 31, JournalJson.Default.IReadOnlyListString) ?? [],
        };
        var owner = Text(reader, 28) is { } host ? new OwnerProcess(host, reader.GetInt32(29), reader.GetString(30)) : null;
        return new JournalEntry(
            reader.GetString(0), task, reader.GetString(16), reader.GetInt64(2) != 0, FromStamp(reader.GetInt64(17)), FromStamp(reader.GetInt64(18)), owner);
    }

    public static string? Write(WanUsage? usage) => usage is null ? null : JsonSerializer.Serialize(usage, JournalJson.Default.WanUsage);

    /// <summary>Providers quote requests in their messages, and requests may hold what must not be kept.</summary>
    public static string? Write(WanError? error) => error is null ? null : JsonSerializer.Serialize(
        error with
        {
            Message = RecordGuard.Clean(error.Message),
            RecommendedAction = Clean(error.RecommendedAction),
            Code = Clean(error.Code),
            ProviderMessage = Clean(error.ProviderMessage),
        },
        JournalJson.Default.WanError);

    public static string? Write(IReadOnlyList<string> texts)
        => texts.Count == 0 ? null : JsonSerializer.Serialize(texts, JournalJson.Default.IReadOnlyListString);

    public static string? Clean(string? text) => text is null ? null : RecordGuard.Clean(text);

    public static long Stamp(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Stamp(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromStamp(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(stamp);

    private static string? EmptyAsNull(string text) => text.Length == 0 ? null : text;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : FromStamp(reader.GetInt64(column));

    private static T? Json<T>(SqliteDataReader reader, int column, JsonTypeInfo<T> type)
        where T : class
        => Text(reader, column) is { } text ? JsonSerializer.Deserialize(text, type) : null;
}
