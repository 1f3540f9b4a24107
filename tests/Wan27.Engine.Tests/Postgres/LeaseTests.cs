using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>A submit belongs to the runner that has it open until its lease has run out, by the server's clock; then any other may take it over.</summary>
[Collection(PostgresTests.Name)]
public sealed class LeaseTests(PostgresServer server)
{
    private const string RunOut = "UPDATE wan27.task SET lease_until = wan27.now_ms() - 1";

    private static readonly OwnerProcess Elsewhere = new("elsewhere/0011", 1, "then");

    [PostgresFact]
    public async Task Nobody_takes_over_before_the_lease_has_run_out_and_one_does_after()
    {
        var text = await server.MakeDatabaseAsync();
        using var there = Open(text, Elsewhere);
        using var here = Open(text);
        var old = (await there.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;

        Assert.Equal((ReservationKind.Existing, old), await here.ReserveAsync(Drafts.For("fox")) is var held ? (held.Kind, held.Entry.LocalId) : default);
        Assert.Empty(await here.FindInterruptedAsync(TimeSpan.FromHours(24)));

        await PostgresServer.ExecuteOnAsync(text, RunOut);
        Assert.Equal(old, Assert.Single(await here.FindInterruptedAsync(TimeSpan.FromHours(24))).LocalId);
        var taken = await here.ReserveAsync(Drafts.For("fox"));

        Assert.Equal(ReservationKind.New, taken.Kind);
        var late = await Assert.ThrowsAsync<WanException>(async () => await there.UpdateAsync(old, new JournalUpdate { SubmittedAt = DateTimeOffset.UtcNow }));
        Assert.Equal("Wan.Async.SubmitTakenOver", late.Error.ErrorId);
    }

    [PostgresFact]
    public async Task What_has_left_is_not_free_when_its_lease_has_run_out()
    {
        var text = await server.MakeDatabaseAsync();
        using var there = Open(text, Elsewhere);
        using var here = Open(text);
        var sent = (await there.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await there.UpdateAsync(sent, new JournalUpdate { SubmittedAt = DateTimeOffset.UtcNow });
        await PostgresServer.ExecuteOnAsync(text, RunOut);

        var reservation = await here.ReserveAsync(Drafts.For("fox"));

        Assert.Equal((ReservationKind.Existing, sent), (reservation.Kind, reservation.Entry.LocalId));
        Assert.True(reservation.Entry is { OwnerIsGone: true, WasNeverSent: false });
    }

    [PostgresFact]
    public async Task Of_two_that_meet_at_the_end_of_a_lease_one_sends()
    {
        var text = await server.MakeDatabaseAsync();
        for (var round = 0; round < 20; round++)
        {
            using var there = Open(text, Elsewhere);
            using var here = Open(text);
            var key = $"fox-{round}";
            var old = (await there.ReserveAsync(Drafts.For(key))).Entry.LocalId;
            await PostgresServer.ExecuteOnAsync(text, RunOut);

            var first = round % 2 == 0 ? Task.Run(TakeOverAsync) : null;

            // Whoever is first; the rule holds either way.
            await Task.Delay(round);
            var departure = Task.Run(async () => await there.UpdateAsync(old, new JournalUpdate { SubmittedAt = DateTimeOffset.UtcNow }));
            var takeover = first ?? Task.Run(TakeOverAsync);
            var refused = await Record.ExceptionAsync(() => departure);

            Assert.Equal((await takeover).Kind == ReservationKind.New, refused is WanException { Error.ErrorId: "Wan.Async.SubmitTakenOver" });

            async Task<Reservation> TakeOverAsync() => await here.ReserveAsync(Drafts.For(key));
        }
    }

    [PostgresFact]
    public async Task A_lease_is_renewed_for_as_long_as_the_submit_is_open()
    {
        var text = await server.MakeDatabaseAsync();
        var time = new FakeTimeProvider();
        using var journal = Open(text);
        var entry = (await journal.ReserveAsync(Drafts.For("fox"))).Entry;
        var leases = new PostgresLeases(journal, time);
        leases.See(entry, isReserved: true);
        await RenewedAsync(text, time);

        await PostgresServer.ExecuteOnAsync(text, RunOut);
        await RenewedAsync(text, time);

        leases.See(await journal.MarkSubmittedAsync(entry.LocalId, "task-1", null), isReserved: false);
        Assert.Equal(WanTaskState.Submitted, (await journal.FindAsync(entry.LocalId))!.Task.State);
    }

    [PostgresFact]
    public async Task A_process_of_this_machine_that_is_gone_needs_no_wait()
    {
        var text = await server.MakeDatabaseAsync();
        using var gone = Open(text, OwnerProcess.OfFleet with { Started = "before" });
        using var here = Open(text);
        var old = (await gone.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;

        Assert.NotEqual(old, (await here.ReserveAsync(Drafts.For("fox"))).Entry.LocalId);
    }

    private static async Task RenewedAsync(string text, FakeTimeProvider time)
    {
        while (await PostgresServer.ReadAsync(text, "SELECT count(*) FROM wan27.task WHERE lease_until > wan27.now_ms() + 50000") is not 1L)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(20);
        }
    }

    private static PostgresTaskJournal Open(string text, OwnerProcess? owner = null)
        => new(PostgresPlace.Read(text, "the text of the test"), TimeProvider.System, new PostgresOptions { Owner = owner ?? OwnerProcess.OfFleet });
}
