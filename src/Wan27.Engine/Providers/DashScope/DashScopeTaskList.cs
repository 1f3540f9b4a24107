using System.Globalization;
using System.Text;
using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Reads the task list page by page (contract section 6.3).</summary>
internal static class DashScopeTaskList
{
    private const int PageSize = 100;

    // More pages than the account's queue and a day of work can fill; it only bounds a server that counts wrongly.
    private const int MostPages = 200;

    public static async Task<IReadOnlyList<ListedTask>> ReadAllAsync(TaskListQuery query, ContractView contract, Func<string, Task<ApiAnswer>> get)
    {
        var rows = new List<ListedTask>();
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await get(contract.Data.Api.Tasks + QueryString(query, contract, page));
            // An error under a good status is no empty list.
            if (!answer.IsSuccess || answer.Json is not { } root || (answer.Code is not null && !root.TryGetProperty("data", out _)))
            {
                throw answer.ToException(mayHaveEffect: false);
            }

            var before = rows.Count;
            rows.AddRange(AnswerJson.Items(root, "data").Select(Read).OfType<ListedTask>());
            if (rows.Count == before || page >= (AnswerReader.Number(root, "total_page") ?? 1))
            {
                break;
            }
        }

        return rows;
    }

    private static string QueryString(TaskListQuery query, ContractView contract, int page)
    {
        var text = new StringBuilder("?");
        Add("task_id", query.TaskId);
        Add("model_name", query.Model);
        Add("status", query.Status);
        Add("start_time", Stamp(query.From));
        Add("end_time", Stamp(query.To));
        Add("page_no", page.ToString(CultureInfo.InvariantCulture));
        Add("page_size", PageSize.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        string? Stamp(DateTimeOffset? time)
            => time?.ToOffset(contract.Hours("task.time.utcOffset.hours")).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(text.Length > 1 ? "&" : string.Empty).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    private static ListedTask? Read(JsonElement row)
        => AnswerReader.Text(row, "task_id") is { } id
            ? new ListedTask(id, AnswerReader.Text(row, "model_name"), AnswerReader.Text(row, "status"), DashScopeWords.StateOf(AnswerReader.Text(row, "status")), AnswerReader.RequestId(row), Epoch(row, "gmt_create"), Epoch(row, "start_time"), Epoch(row, "end_time"))
            : null;

    private static DateTimeOffset? Epoch(JsonElement row, string name)
        => AnswerReader.Number(row, name) is { } milliseconds and > 0 and < 253402300800000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
}
