using System.Globalization;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>A filter as the condition of a query, with its values as parameters.</summary>
internal static class JournalCondition
{
    /// <summary>
    /// Rows in the order they were made. Left to itself, SQLite would rather walk all rows in their order than sort those of a time.
    /// </summary>
    public static string OrderOf(JournalFilter filter) => filter.Since is null ? "number" : "number + 0";

    public static (string Text, (string Name, object? Value)[] Values) Of(JournalFilter filter)
    {
        var conditions = new List<string> { "1 = 1" };
        var values = new List<(string, object?)>();
        AddList("state", filter.States.Select(static state => state.ToString()));
        AddList("task_id", filter.TaskIds);
        AddList("local_id", filter.LocalIds);
        Add("profile = ", filter.Profile);
        Add("route = ", filter.Route);
        Add("job_key = ", filter.JobKey);
        Add("created_at >= ", JournalRow.Stamp(filter.Since));
        Add("created_at < ", JournalRow.Stamp(filter.Before));
        return (string.Join(" AND ", conditions), values.ToArray());

        void Add(string comparison, object? value)
        {
            if (value is not null)
            {
                conditions.Add(comparison + Parameter(value));
            }
        }

        void AddList(string column, IEnumerable<string> texts)
        {
            var parameters = texts.Select(Parameter).ToArray();
            if (parameters.Length > 0)
            {
                conditions.Add($"{column} IN ({string.Join(", ", parameters)})");
            }
        }

        string Parameter(object? value)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@f{values.Count}");
            values.Add((name, value));
            return name;
        }
    }
}
