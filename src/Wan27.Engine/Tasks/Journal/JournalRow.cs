using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Rows of the task table to entries and back.</summary>
internal static class JournalRow
{
    public const string Columns = """
        local_id, job_key, holds_key, profile, provider, route, model, region, endpoint, key_source, task_id, request_id, state,
        provider_status, prompt, request, request_hash, created_at, updated_at, submitted_at, scheduled_at, ended_at, url_expires_at,
        usage, error, files, candidates, preflight_skipped, owner_host, owner_process, owner_started, warnings,
        clock_offset, expected, evidence, supersedes, result_urls, account
        """;

    /// <summary>What is no column of its own: whether the lease of the row's owner is over.</summary>
    public const string LeaseIsOver = "lease_is_over";

    /// <summary>Where each column stands in a row that was asked for as <see cref="JournalSession.Rows"/>.</summary>
    private static readonly Dictionary<string, int> At = $"{Columns},{LeaseIsOver}".Split(',').Select(static (name, position) => (Name: name.Trim(), position))
        .ToDictionary(static column => column.Name, static column => column.position, StringComparer.Ordinal);

    public static JournalEntry Read(DbDataReader reader)
    {
        var provider = ContractData.Current.FindProvider(reader.GetString(At["provider"]));
        var state = Word<WanTaskState>(reader.GetString(At["state"]), "state");
        var route = Text(reader, "route");
        var urls = state == WanTaskState.Completed ? Json(reader, "result_urls", JournalJson.Default.IReadOnlyListString) ?? [] : [];
        var task = new WanTask
        {
            SubmitId = reader.GetString(At["local_id"]),
            JobKey = Text(reader, "job_key"),
            Profile = EmptyAsNull(reader.GetString(At["profile"])),
            Provider = EmptyAsNull(reader.GetString(At["provider"])),
            Owner = provider?.Owner,
            Contract = provider?.Contract,
            Route = route,
            Model = Text(reader, "model"),
            Region = Text(reader, "region") is { } region ? Word<WanRegion>(region, "region") : null,
            Endpoint = EmptyAsNull(reader.GetString(At["endpoint"])),
            KeySource = Text(reader, "key_source"),
            TaskId = Text(reader, "task_id"),
            RequestId = Text(reader, "request_id"),
            State = state,
            ResultUrls = urls,
            VideoUrl = urls.Count == 1 && RouteCatalogue.Find(route) is { Makes: MediaKind.Video } ? urls[0] : null,
            ProviderStatus = Text(reader, "provider_status"),
            Prompt = Text(reader, "prompt"),
            Request = PlainJson.Read(reader.GetString(At["request"])),
            SubmittedAt = Time(reader, "submitted_at"),
            ScheduledAt = Time(reader, "scheduled_at"),
            EndedAt = Time(reader, "ended_at"),
            UrlExpiresAt = Time(reader, "url_expires_at"),
            Usage = Json(reader, "usage", JournalJson.Default.WanUsage),
            Error = Json(reader, "error", JournalJson.Default.WanError),
            Files = Json(reader, "files", JournalJson.Default.IReadOnlyListString) ?? [],
            Candidates = Json(reader, "candidates", JournalJson.Default.IReadOnlyListString) ?? [],
            Evidence = Json(reader, "evidence", JournalJson.Default.IReadOnlyListWanEvidence) ?? [],
            PreflightSkipped = reader.GetInt64(At["preflight_skipped"]) != 0,
            Warnings = Json(reader, "warnings", JournalJson.Default.IReadOnlyListString) ?? [],
        };
        var owner = Text(reader, "owner_host") is { } host ? new OwnerProcess(host, reader.GetInt32(At["owner_process"]), reader.GetString(At["owner_started"])) : null;
        return new JournalEntry(
            reader.GetString(At["local_id"]), task, reader.GetString(At["request_hash"]), reader.GetInt64(At["holds_key"]) != 0, FromStamp(reader.GetInt64(At["created_at"])), FromStamp(reader.GetInt64(At["updated_at"])), owner)
        {
            ClockOffset = reader.IsDBNull(At["clock_offset"]) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(At["clock_offset"])),
            Expected = Json(reader, "expected", JournalJson.Default.ExpectedResult),
            Supersedes = Text(reader, "supersedes"),
            HasPlace = !reader.IsDBNull(At["account"]),
            LeaseIsOver = reader.GetInt64(At[LeaseIsOver]) != 0,
        };
    }

    /// <summary>A word of a list that a later version may have made longer.</summary>
    /// <exception cref="InvalidDataException">It is none that this version knows.</exception>
    public static T Word<T>(string text, string column)
        where T : struct, Enum
        => Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? Enum.Parse<T>(text) : throw new InvalidDataException($"the {column} '{ServerText.Line(text)}'");

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

    /// <summary>
    /// Addresses of results, where none of them holds a signature: those of a provider that forgets its answers within minutes are noted
    /// with the end, so that a process that dies before the download loses nothing.
    /// </summary>
    public static string? WriteUrls(IReadOnlyList<string> urls)
        => urls.Count > 0 && urls.All(static url => Uri.TryCreate(url, UriKind.Absolute, out var address) && BareUrl.Of(address) == address.AbsoluteUri) ? Write(urls) : null;

    public static string? Write(IReadOnlyList<string> texts)
        => texts.Count == 0 ? null : JsonSerializer.Serialize(texts, JournalJson.Default.IReadOnlyListString);

    public static string? Write(ExpectedResult? expected) => expected is null ? null : JsonSerializer.Serialize(expected, JournalJson.Default.ExpectedResult);

    /// <summary>Prompts of other people's tasks are among it.</summary>
    public static string? Write(IReadOnlyList<WanEvidence> evidence) => evidence.Count == 0 ? null : JsonSerializer.Serialize(
        [.. evidence.Select(static row => row with { Prompt = Clean(row.Prompt) })], JournalJson.Default.IReadOnlyListWanEvidence);

    public static long? Stamp(TimeSpan? span) => (long?)span?.TotalMilliseconds;

    public static string? Clean(string? text) => text is null ? null : RecordGuard.Clean(text);

    public static long Stamp(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Stamp(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromStamp(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(stamp);

    private static string? EmptyAsNull(string text) => text.Length == 0 ? null : text;

    private static string? Text(DbDataReader reader, string column) => reader.IsDBNull(At[column]) ? null : reader.GetString(At[column]);

    private static DateTimeOffset? Time(DbDataReader reader, string column) => reader.IsDBNull(At[column]) ? null : FromStamp(reader.GetInt64(At[column]));

    private static T? Json<T>(DbDataReader reader, string column, JsonTypeInfo<T> type)
        where T : class
    {
        if (Text(reader, column) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException unread)
        {
            throw new InvalidDataException($"{column} of another form", unread);
        }
    }
}
