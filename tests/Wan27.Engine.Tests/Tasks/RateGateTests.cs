using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks;

public sealed class RateGateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-rates-").FullName;
    private readonly FakeTimeProvider _time = new();

    public RateGateTests() => _time.Advance(TimeSpan.FromHours(1));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_request_is_let_through_at_its_place()
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        var begun = _time.GetTimestamp();

        await RunAsync(Enumerable.Range(0, 11).Select(_ => Submit(gate)));

        Assert.True(_time.GetElapsedTime(begun) >= RateQueue.IntervalOf(5) * 10);
    }

    [Fact]
    public async Task Accounts_models_and_kinds_do_not_hold_each_other_up()
    {
        var gate = new RateGate(new MemoryRateBook(), _time);

        Assert.True(Submit(gate).IsCompleted);
        Assert.True(Submit(gate, account: "other").IsCompleted);
        Assert.True(Submit(gate, model: "other").IsCompleted);
        Assert.True(gate.WaitAsync(RateKind.Query, "account", null, 20, CancellationToken.None).AsTask().IsCompleted);
        await RunAsync([Submit(gate)]);
    }

    [Fact]
    public async Task A_pause_that_begins_during_the_wait_holds_for_those_who_wait()
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        await Submit(gate);
        var begun = _time.GetTimestamp();
        var waiting = Submit(gate);

        gate.Penalize(RateKind.Submit, "account", "model", TimeSpan.FromSeconds(7));
        await RunAsync([waiting]);

        Assert.True(_time.GetElapsedTime(begun) >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Who_gives_up_does_not_hold_up_the_others()
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        await Submit(gate);
        using var stop = new CancellationTokenSource();
        var first = gate.WaitAsync(RateKind.Submit, "account", "model", 5, stop.Token).AsTask();
        var second = Submit(gate);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await RunAsync([second]);
    }

    [Fact]
    public void A_process_holds_one_place_at_most()
    {
        var book = new RecordingBook(new MemoryRateBook());
        var gate = new RateGate(book, _time);
        Assert.True(Submit(gate).IsCompleted);

        var waiting = Enumerable.Range(0, 9).Select(_ => Submit(gate)).ToArray();

        Assert.DoesNotContain(waiting, static task => task.IsCompleted);
        Assert.Equal(2, book.Places.Count);
    }

    [Fact]
    public async Task The_first_request_of_a_process_travels_alone_until_it_is_answered()
    {
        var book = new MemoryRateBook();
        var (cold, warm) = (new RateGate(book, _time), new RateGate(book, _time));
        await Submit(warm);
        await RunAsync([cold.WaitAsync(RateKind.Submit, "account", "model", 5, CancellationToken.None).AsTask()]);
        var other = Submit(warm);

        for (var step = 0; step < 100; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.False(other.IsCompleted);
        cold.Arrived(RateKind.Submit, "account", "model", 5);
        var answered = _time.GetTimestamp();
        await RunAsync([other]);
        Assert.True(_time.GetElapsedTime(answered) >= RateQueue.IntervalOf(5));
    }

    [Fact]
    public async Task A_request_whose_preparation_made_it_late_takes_another_place()
    {
        var gate = new RateGate(new MemoryRateBook(), _time);
        await Submit(gate);
        var begun = _time.GetTimestamp();
        var prepared = 0;

        await RunAsync([gate.WaitAsync(RateKind.Submit, "account", "model", 5, CancellationToken.None, () =>
        {
            prepared++;
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        }).AsTask()]);

        Assert.Equal(1, prepared);
        Assert.True(_time.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1));
        var next = _time.GetTimestamp();
        await RunAsync([Submit(gate)]);
        Assert.True(_time.GetElapsedTime(next) >= RateQueue.IntervalOf(5) * 0.8);
    }

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

    private async Task RunAsync(IEnumerable<Task> tasks)
    {
        var all = Task.WhenAll(tasks);
        while (!all.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await all;
    }
}
