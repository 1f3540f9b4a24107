using System.Text.Json;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>Reads the list of predictions page by page, newest first, as far back as a day before its newest.</summary>
internal static class ReplicateList
{
    // An account's busiest day; it only bounds a server that never ends.
    private const int MostPages = 200;

    // By the provider's own stamps: no clock of this machine takes part in the question.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(AccountCalls calls, CancellationToken ct)
    {
        var rows = new List<JsonElement>();
        var next = ReplicateAddresses.Predictions;
        DateTimeOffset? newest = null;
        for (var page = 1; page <= MostPages && next is not null; page++)
        {
            var root = (await calls.LookAsync(OutgoingRequest.Get(next), ct)).Expect(mayHaveEffect: false);
            var before = rows.Count;
            rows.AddRange(AnswerJson.Items(root, "results").Where(static row => row.ValueKind == JsonValueKind.Object));
            newest ??= rows.Count > 0 ? AnswerJson.Time(rows[0], "created_at") : null;
            if (rows.Count == before || AnswerJson.Time(rows[^1], "created_at") < newest - Reach)
            {
                break;
            }

            // An address that the answer names: it is held against the provider's own hosts before the key goes there.
            next = AnswerJson.Raw(root, "next");
        }

        return [.. rows.DistinctBy(static row => AnswerJson.Raw(row, "id"))];
    }
}
