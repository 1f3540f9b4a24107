using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// The board of a shared journal: each row says when it was last looked at. What the waits of this process ask is put together, so that a
/// thousand of them are a statement or two a second.
/// </summary>
internal sealed class WatchBoard : IWatchBoard
{
    private const string Ask = """
        WITH asked AS (SELECT * FROM unnest(@ids, @paces, @known) AS a (id, pace, known)),
        taken AS (
            UPDATE wan27.task SET looked_at = wan27.now_ms() WHERE local_id IN (
                SELECT t.local_id FROM asked JOIN wan27.task t ON t.local_id = asked.id
                    WHERE (t.state IN ('Submitted', 'Polling') OR t.state = asked.known) AND coalesce(t.looked_at, 0) + asked.pace <= (SELECT wan27.now_ms()) ORDER BY t.local_id FOR UPDATE OF t SKIP LOCKED)
                RETURNING local_id)
        SELECT asked.id, t.state, (taken.local_id IS NOT NULL), greatest(0, coalesce(t.looked_at, 0) + asked.pace - (SELECT wan27.now_ms()))
            FROM asked JOIN wan27.task t ON t.local_id = asked.id LEFT JOIN taken ON taken.local_id = asked.id
        """;

    // A wait for a single task is answered at once. Of many, those of a tenth of their pace are put together: a statement costs more than the rows it names.
    private static readonly TimeSpan ShortestGathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(5);

    private readonly PostgresTaskJournal _journal;
    private readonly PostgresNews _news;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Waiting> _resting = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    private List<Question> _questions = [];
    private int _watched;

    public WatchBoard(PostgresTaskJournal journal, PostgresNews news, TimeProvider time)
    {
        (_journal, _news, _time) = (journal, news, time);
        news.Told = Wake;
    }

    public async Task RestAsync(string localId, TimeSpan rest, CancellationToken ct)
    {
        _news.Begin();
        var waiting = _resting.AddOrUpdate(localId, static _ => new Waiting(1), static (_, before) => before with { Count = before.Count + 1 });
        Interlocked.Increment(ref _watched);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var delay = Task.Delay(rest, _time, either.Token);
            await Task.WhenAny(delay, waiting.News.Task);
            await either.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
        finally
        {
            Interlocked.Decrement(ref _watched);
            if (_resting.TryGetValue(localId, out var now) && now.News == waiting.News && now.Count <= 1)
            {
                _resting.TryRemove(KeyValuePair.Create(localId, now));
            }
            else if (now is not null)
            {
                _resting.TryUpdate(localId, now with { Count = now.Count - 1 }, now);
            }
        }
    }

    public async Task<LookTurn> TakeAsync(string localId, WanTaskState known, TimeSpan pace, CancellationToken ct)
    {
        var question = new Question(localId, known, pace);
        lock (_gate)
        {
            _questions.Add(question);
            if (_questions.Count == 1)
            {
                _ = Task.Run(() => AnswerAsync(GatheringOf(pace)), CancellationToken.None);
            }
        }

        var turn = await question.Answer.Task.WaitAsync(ct);

        // Whoever did not get the turn hears of news, and needs to ask again only in case that the one who looks has gone.
        return turn.IsOurs || turn.News is not null ? turn : turn with { DueIn = turn.DueIn + (pace * (Random.Shared.NextDouble() * (_news.IsHeard ? 3 : 0.3))) };
    }

    private void Wake(string localId)
    {
        if (_resting.TryRemove(localId, out var waiting))
        {
            waiting.News.TrySetResult();
        }
    }

    private TimeSpan GatheringOf(TimeSpan pace)
    {
        var wanted = Math.Min(Volatile.Read(ref _watched) * 5, pace.TotalMilliseconds / 10);
        return TimeSpan.FromMilliseconds(Math.Clamp(wanted, ShortestGathering.TotalMilliseconds, LongestGathering.TotalMilliseconds));
    }

    private async Task AnswerAsync(TimeSpan gathering)
    {
        await Task.Delay(gathering, _time);
        List<Question> questions;
        lock (_gate)
        {
            (questions, _questions) = (_questions, []);
        }

        try
        {
            await AnswerAsync(questions);
        }
        catch (WanException)
        {
            // Waiting goes on without the journal: the account's rate, not the turn, spaces the looks then.
            questions.ForEach(static question => question.Answer.TrySetResult(new LookTurn(IsOurs: true, TimeSpan.Zero, null)));
        }
        catch (Exception unexpected)
        {
            questions.ForEach(question => question.Answer.TrySetException(unexpected));
        }
    }

    private async Task AnswerAsync(List<Question> questions)
    {
        // Two waits of one process for one task are one question.
        var asked = questions.GroupBy(static question => question.LocalId, StringComparer.Ordinal).ToArray();
        var rows = await _journal.RunAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(Ask, connection);
                command.Parameters.Add(new NpgsqlParameter("@ids", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = asked.Select(static group => group.Key).ToArray() });
                command.Parameters.Add(new NpgsqlParameter("@paces", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = asked.Select(static group => (long)group.Min(static question => question.Pace.TotalMilliseconds)).ToArray() });
                command.Parameters.Add(new NpgsqlParameter("@known", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = asked.Select(static group => group.First().Known.ToString()).ToArray() });
                await using var reader = await command.ExecuteReaderAsync();
                var found = new Dictionary<string, (string State, bool IsOurs, long DueIn)>(StringComparer.Ordinal);
                while (await reader.ReadAsync())
                {
                    found[reader.GetString(0)] = (reader.GetString(1), reader.GetBoolean(2), reader.GetInt64(3));
                }

                return found;
            },
            CancellationToken.None);
        var changed = questions.Where(question => rows.TryGetValue(question.LocalId, out var row) && !row.IsOurs && row.State != question.Known.ToString()).Select(static question => question.LocalId).ToHashSet(StringComparer.Ordinal);
        var news = changed.Count == 0 ? [] : (await _journal.QueryAsync(new JournalFilter { LocalIds = changed })).ToDictionary(static entry => entry.LocalId, StringComparer.Ordinal);
        foreach (var group in asked)
        {
            foreach (var (question, position) in group.Select(static (question, position) => (question, position)))
            {
                // A row that was forgotten is nobody's: its wait goes its own way.
                question.Answer.TrySetResult(!rows.TryGetValue(group.Key, out var row) ? new LookTurn(IsOurs: true, TimeSpan.Zero, null)
                    : new LookTurn(row.IsOurs && position == 0, row.IsOurs ? question.Pace : TimeSpan.FromMilliseconds(row.DueIn), changed.Contains(group.Key) && question.Known.ToString() != row.State ? news.GetValueOrDefault(group.Key) : null));
            }
        }
    }

    private sealed record Waiting(int Count)
    {
        public TaskCompletionSource News { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Question(string LocalId, WanTaskState Known, TimeSpan Pace)
    {
        public TaskCompletionSource<LookTurn> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
