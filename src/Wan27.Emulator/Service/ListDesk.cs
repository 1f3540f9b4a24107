using System.Globalization;
using System.Text.Json.Nodes;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Lists an account's tasks (contract 6.3).</summary>
internal sealed class ListDesk(Premises premises)
{
    private const int DefaultPageSize = 10;
    private const int MaxPageSize = 100;

    public Task<HttpResponse> ListAsync(Exchange exchange)
    {
        var account = premises.Caller(exchange);
        premises.PassRate($"list {account.Id}", "rate.query.perSecond");
        var query = exchange.Request.Query;
        var now = premises.Now;
        var (from, to) = Window(query, now);
        var pageNumber = Page(query, "page_no", 1, int.MaxValue);
        var pageSize = Page(query, "page_size", DefaultPageSize, MaxPageSize);

        var shownUntil = exchange.Fault is { Kind: FaultKind.LateList } late ? now - TimeSpan.FromSeconds(late.Delay) : now;

        var all = premises.Tasks.Of(account)
            .Where(task => task.SubmittedAt <= shownUntil)
            .Where(task => task.SubmittedAt >= from && task.SubmittedAt <= to)
            .Where(task => Fits(query, "task_id", task.Id) && Fits(query, "model_name", task.Plan.Model) && Fits(query, "status", task.StatusAt(now)))
            .OrderBy(static task => task.SubmittedAt)
            .ToList();
        var page = all.Skip((int)Math.Min(int.MaxValue, (long)(pageNumber - 1) * pageSize)).Take(pageSize);
        return Task.FromResult(Answers.Json(
            new JsonObject
            {
                ["total"] = all.Count,
                ["data"] = new JsonArray([.. page.Select(task => Row(task, now))]),
                ["total_page"] = (all.Count + pageSize - 1) / pageSize,
                ["page_no"] = pageNumber,
                ["request_id"] = exchange.RequestId,
                ["page_size"] = pageSize,
            },
            exchange.RequestId));
    }

    private static bool Fits(IReadOnlyDictionary<string, string> query, string name, string value)
        => !query.TryGetValue(name, out var wanted) || wanted.Length == 0 || wanted == value;

    private static int Page(IReadOnlyDictionary<string, string> query, string name, int fallback, int max)
        => !query.TryGetValue(name, out var text) ? fallback
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number
            : throw ServiceRefusal.Parameter($"{name} must be a number from 1.");

    private (DateTimeOffset From, DateTimeOffset To) Window(IReadOnlyDictionary<string, string> query, DateTimeOffset now)
    {
        var span = TimeSpan.FromHours(premises.Contract.Number("task.list.span.hours.max"));
        var start = Moment(query, "start_time");

        // The query counts in whole seconds, tasks in milliseconds: the last second is meant whole.
        var end = Moment(query, "end_time")?.AddMilliseconds(999);
        var from = start ?? (end ?? now) - span;
        var to = end ?? from + span;
        return to < from || to - from > span + TimeSpan.FromSeconds(1)
            ? throw ServiceRefusal.Parameter("start_time and end_time must span at most 24 hours.")
            : (from, to);
    }

    private DateTimeOffset? Moment(IReadOnlyDictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        return DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, TimeSpan.FromHours(premises.Contract.Number("task.time.utcOffset.hours")))
            : throw ServiceRefusal.Parameter($"{name} must have the form YYYYMMDDhhmmss.");
    }

    private JsonObject Row(EmulatedTask task, DateTimeOffset now)
    {
        var status = task.StatusAt(now);
        var row = new JsonObject
        {
            ["api_key_id"] = task.Account.Uid[^5..],
            ["caller_parent_id"] = task.Account.Uid,
            ["caller_uid"] = task.Account.Uid,
            ["gmt_create"] = task.SubmittedAt.ToUnixTimeMilliseconds(),
        };
        if (status is "RUNNING" or "SUCCEEDED" or "FAILED")
        {
            row["start_time"] = task.StartsAt.ToUnixTimeMilliseconds();
        }

        if (status is "SUCCEEDED" or "FAILED" or "CANCELED")
        {
            row["end_time"] = (task.CanceledAt ?? task.EndsAt).ToUnixTimeMilliseconds();
        }

        row["model_name"] = task.Plan.Model;
        row["region"] = premises.Contract.RegionId(premises.Options.Region);
        row["request_id"] = task.RequestId;
        row["status"] = status;
        row["task_id"] = task.Id;
        row["user_api_unique_key"] = task.ApiKeyPath;
        return row;
    }
}
