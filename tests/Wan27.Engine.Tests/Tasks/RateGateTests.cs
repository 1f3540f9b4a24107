using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks;

public sealed class RateGateTests : IDisposable
{
    private static readonly TimeSpan Interval = RateQueue.IntervalOf(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-rates-").FullName;
    private readonly FakeTimeProvider _time = new();

    public RateGateTests() => _time.Advance(TimeSpan.FromHours(1));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_request_is_let_through_at_its_place() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        var begun = _time.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => Submit(gate)));

        Assert.Equal(Interval * 10, _time.GetElapsedTime(begun));
    });

    [Fact]
    public void Accounts_models_and_kinds_do_not_hold_each_other_up() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        var begun = _time.GetTimestamp();

        await Submit(gate);
        await Submit(gate, account: "other");
        await Submit(gate, model: "other");
        await gate.WaitAsync(RateKind.Query, "account", null, 20, CancellationToken.None);
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(begun));

        await Submit(gate);
        Assert.Equal(Interval, _time.GetElapsedTime(begun));
    });

    [Fact]
    public void A_pause_that_begins_during_the_wait_holds_for_those_who_wait() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        await Submit(gate);
        var begun = _time.GetTimestamp();
        var waiting = Submit(gate);

        gate.Penalize(RateKind.Submit, "account", "model", TimeSpan.FromSeconds(7));
        await waiting;

        Assert.Equal(TimeSpan.FromSeconds(7), _time.GetElapsedTime(begun));
    });

    [Fact]
    public void A_pause_of_nothing_is_none() => StillTime.Run(_time, async () =>
    {
        var book = new RecordingBook(new MemoryRateBook());
        var gate = new RateGate(book, _time);

        gate.Penalize(RateKind.Submit, "account", "model", TimeSpan.Zero);
        gate.Penalize(RateKind.Submit, "account", "model", TimeSpan.FromSeconds(-5));
        await Submit(gate);

        Assert.Equal([_time.GetElapsedTime(0)], book.Places);
    });

    [Fact]
    public void Who_gives_up_does_not_hold_up_the_others() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        await Submit(gate);
        using var stop = new CancellationTokenSource();
        var first = gate.WaitAsync(RateKind.Submit, "account", "model", 5, stop.Token).AsTask();
        var second = Submit(gate);

        GiveUp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;

        // At once, not in a thread that comes to it when it can.
        void GiveUp() => stop.Cancel();
    });

    [Fact]
    public void A_process_holds_one_place_at_most() => StillTime.Run(_time, async () =>
    {
        var book = new RecordingBook(new MemoryRateBook());
        var gate = new RateGate(book, _time);
        await Submit(gate);

        var waiting = Enumerable.Range(0, 9).Select(_ => Submit(gate)).ToArray();

        Assert.DoesNotContain(waiting, static task => task.IsCompleted);
        Assert.Equal(2, book.Places.Count);
        await Task.WhenAll(waiting);
        Assert.Equal(10, book.Places.Count);
    });

    [Fact]
    public void The_first_request_of_a_process_travels_alone_until_it_is_answered() => StillTime.Run(_time, async () =>
    {
        var book = new MemoryRateBook();
        var (cold, warm) = (new RateGate(book, _time), new RateGate(book, _time));
        await Submit(warm);
        await cold.WaitAsync(RateKind.Submit, "account", "model", 5, CancellationToken.None);
        var other = Submit(warm);

        await Task.Delay(TimeSpan.FromSeconds(1), _time);

        Assert.False(other.IsCompleted);
        cold.Arrived(RateKind.Submit, "account", "model", 5);
        var answered = _time.GetTimestamp();
        await other;
        Assert.Equal(Interval, _time.GetElapsedTime(answered));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_books_of_one_folder_share_one_budget(int gates)
    {
        const double perSecond = 100;
        var books = Enumerable.Range(0, gates).Select(_ => new SqliteRateBook(_folder)).ToArray();
        var recordings = books.Select(static book => new RecordingBook(book)).ToArray();

        await Task.WhenAll(recordings.SelectMany(recording =>
        {
            var gate = new RateGate(recording, TimeProvider.System);
            return Enumerable.Range(0, 30).Select(_ => Task.Run(async () =>
            {
                await gate.WaitAsync(RateKind.Submit, "account", "model", perSecond, CancellationToken.None);
                gate.Arrived(RateKind.Submit, "account", "model", perSecond);
            }));
        }));
        Array.ForEach(books, static book => book.Dispose());

        AssertApart(recordings.SelectMany(static recording => recording.Places), perSecond, gates * 30);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_processes_share_one_budget(int processes)
    {
        const double perSecond = 20;
        var children = Enumerable.Range(0, processes).Select(_ => new ChildProcess("rate", _folder, "12", "20")).ToArray();
        try
        {
            var said = await Task.WhenAll(children.Select(static child => child.EndAsync()));

            AssertApart(said.SelectMany(static lines => lines).Select(static line => TimeSpan.FromTicks(long.Parse(line, CultureInfo.InvariantCulture))), perSecond, processes * 12);
        }
        finally
        {
            Array.ForEach(children, static child => child.Dispose());
        }
    }

    [Fact]
    public async Task A_damaged_file_is_replaced_because_it_holds_nothing_of_worth()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "rates.db"), string.Concat(Enumerable.Repeat("not a database ", 1000)));
        using var book = new SqliteRateBook(_folder);

        await new RateGate(book, TimeProvider.System).WaitAsync(RateKind.Submit, "account", "model", 5, CancellationToken.None);

        Assert.True(book.Read($"{Environment.MachineName}|Submit|account|model").NextAt > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "rates.db"));
        using var book = new SqliteRateBook(_folder);

        var failed = await Assert.ThrowsAsync<WanException>(
            async () => await new RateGate(book, TimeProvider.System).WaitAsync(RateKind.Submit, "account", "model", 5, CancellationToken.None));

        Assert.Equal("Wan.Storage.RatesUnavailable", failed.Error.ErrorId);
    }

    private static void AssertApart(IEnumerable<TimeSpan> places, double perSecond, int count)
    {
        var ordered = places.Order().ToArray();

        // A place that was missed on a busy machine goes unused.
        Assert.True(ordered.Length >= count);
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.Second - pair.First >= RateQueue.IntervalOf(perSecond)));
    }

    private static async Task Submit(RateGate gate, string account = "account", string model = "model")
    {
        await gate.WaitAsync(RateKind.Submit, account, model, 5, CancellationToken.None);
        gate.Arrived(RateKind.Submit, account, model, 5);
    }
}
