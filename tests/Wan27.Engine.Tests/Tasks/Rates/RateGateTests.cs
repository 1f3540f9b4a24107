using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks.Rates;

public sealed class RateGateTests : IDisposable
{
    private static readonly RatePace Five = RatePace.Of(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-rates-").FullName;
    private readonly FakeTimeProvider _time = new();

    public RateGateTests() => _time.Advance(TimeSpan.FromHours(1));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_request_is_let_through_at_its_place() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(_time), _time);
        var begun = _time.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => Submit(gate)));

        Assert.InRange(_time.GetElapsedTime(begun), Five.Interval * 10, (Five.Interval * 10) + TimeSpan.FromMilliseconds(20));
    });

    [Fact]
    public void Accounts_models_and_kinds_do_not_hold_each_other_up() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(_time), _time);
        var begun = _time.GetTimestamp();

        await Submit(gate);
        await Submit(gate, account: "other");
        await Submit(gate, model: "other");
        await gate.WaitAsync(RateKind.Query, "account", null, 20, CancellationToken.None);
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(begun));

        await Submit(gate);
        Assert.InRange(_time.GetElapsedTime(begun), Five.Interval, Five.Interval + TimeSpan.FromMilliseconds(20));
    });

    [Fact]
    public void A_pause_that_begins_during_the_wait_holds_for_those_who_wait() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(_time), _time);
        await Submit(gate);
        var begun = _time.GetTimestamp();
        var waiting = Submit(gate);

        await gate.PenalizeAsync(RateKind.Submit, "account", "model", TimeSpan.FromSeconds(7));
        await waiting;

        Assert.InRange(_time.GetElapsedTime(begun), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7.01));
    });

    [Fact]
    public void A_pause_of_nothing_is_none() => StillTime.Run(_time, async () =>
    {
        var book = new CountingBook(new MemoryRateBook(_time));
        var gate = new RateGate(book, _time);

        await gate.PenalizeAsync(RateKind.Submit, "account", "model", TimeSpan.Zero);
        await gate.PenalizeAsync(RateKind.Submit, "account", "model", TimeSpan.FromSeconds(-5));

        Assert.Equal(0, book.Calls);
    });

    [Fact]
    public void Who_gives_up_does_not_hold_up_the_others() => StillTime.Run(_time, async () =>
    {
        var gate = new RateGate(new MemoryRateBook(_time), _time);
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
    public void A_process_asks_for_one_request_at_a_time() => StillTime.Run(_time, async () =>
    {
        var book = new CountingBook(new MemoryRateBook(_time));
        var gate = new RateGate(book, _time);
        await Submit(gate);
        var before = book.Calls;

        var waiting = Enumerable.Range(0, 9).Select(_ => Submit(gate)).ToArray();

        Assert.DoesNotContain(waiting, static task => task.IsCompleted);
        Assert.Equal(before + 1, book.Calls);
        await Task.WhenAll(waiting);
    });

    [Fact]
    public void A_request_is_let_through_and_answered_in_three_calls() => StillTime.Run(_time, async () =>
    {
        var book = new CountingBook(new MemoryRateBook(_time));
        var gate = new RateGate(book, _time);

        for (var number = 0; number < 40; number++)
        {
            await Submit(gate);
        }

        // Asked, asked again at its place, answered. With a fifth of a second and two milliseconds between places none is stopped there.
        Assert.InRange(book.Calls, 1, 40 * 3);
    });

    [Fact]
    public async Task An_answer_is_not_lost_over_a_book_that_breaks_while_it_is_out()
    {
        var gate = new RateGate(new CountingBook(new MemoryRateBook(_time)) { Broken = true }, _time);

        await gate.ArrivedAsync(new RateTurn("key", 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_processes_share_one_budget(int processes)
    {
        const double perSecond = 20;
        var children = Enumerable.Range(0, processes).Select(_ => new ChildProcess("rate", _folder, "24", "20")).ToArray();
        try
        {
            var said = await Task.WhenAll(children.Select(static child => child.EndAsync()));

            Journeys.AssertKept(said.SelectMany(static lines => lines).Select(static line => TimeSpan.FromTicks(long.Parse(line, CultureInfo.InvariantCulture))), perSecond, processes * 24);
        }
        finally
        {
            Array.ForEach(children, static child => child.Dispose());
        }
    }

    private static async Task Submit(RateGate gate, string account = "account", string model = "model")
    {
        var turn = await gate.WaitAsync(RateKind.Submit, account, model, 5, CancellationToken.None);
        await gate.ArrivedAsync(turn);
    }

    private sealed class CountingBook(IRateBook inner) : IRateBook
    {
        private int _calls;

        public int Calls => _calls;

        public bool Broken { get; init; }

        public ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _calls);
            return inner.AskAsync(key, pace, hasPlace, cancellation);
        }

        public ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _calls);
            return Broken ? throw StorageErrors.RatesUnavailable("rates.db", "disk full", new IOException()) : inner.ArrivedAsync(key, permit, cancellation);
        }

        public ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _calls);
            return inner.BlockAsync(key, pause, cancellation);
        }
    }
}
