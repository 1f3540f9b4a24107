using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>Calls that make pictures without a task: nothing of them can be looked up, so that the ledger notes them before they leave and when they have ended.</summary>
internal sealed class PictureCalls(ITaskJournal journal, Bundle bundle)
{
    /// <summary>Asks, with a row in the ledger around it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="options">How it is submitted.</param>
    /// <param name="forecast">What it will be billed.</param>
    /// <param name="budgets">What it must fit.</param>
    /// <param name="prepare">Makes its inputs fetchable, at no cost.</param>
    /// <param name="ask">Sends it.</param>
    /// <param name="log">Takes what could not be noted of an answer that is there.</param>
    /// <param name="ct">Stops before it is noted.</param>
    /// <exception cref="WanException">The journal cannot be used, and nothing was sent; or as the provider says.</exception>
    public async Task<ImageAnswer> MakeAsync(RouteRequest request, SubmitOptions options, BilledForecast forecast, IReadOnlyList<IBudget> budgets, Func<Task<PreparedRequest>> prepare, Func<PreparedRequest, Task<ImageAnswer>> ask, IStepLog log, CancellationToken ct)
    {
        var draft = new JournalDraft
        {
            Bundle = bundle.Show(request.Route, request.Model),
            Request = new Dictionary<string, object?>(),
            RequestHash = string.Empty,
            Forecast = forecast,
            Budgets = budgets,
            Run = options.RunBudget?.Run,
        };
        var call = await journal.NoteCallAsync(draft, ct);
        var end = CallEnd.Refused;
        try
        {
            var prepared = await prepare();
            end = CallEnd.Lost;
            var answer = await ask(prepared);
            end = new CallEnd(LedgerState.Billed, answer.Usage?.ImageCount ?? answer.Pictures.Count, answer.RequestId);
            return answer;
        }
        catch (WanException failed)
        {
            // Only where the answer was lost may it have been billed.
            end = (end == CallEnd.Lost && failed.Error.Retry == WanRetry.Ambiguous ? CallEnd.Lost : CallEnd.Refused) with { RequestId = failed.Error.RequestId };
            throw;
        }
        catch (OperationCanceledException)
        {
            // Canceled while it waited for its turn: the body had not left, or the transport would have said otherwise.
            end = CallEnd.Refused;
            throw;
        }
        finally
        {
            await EndAsync(call, end, log);
        }
    }

    /// <summary>Pictures that are paid for are handed out, whatever becomes of the note.</summary>
    private async Task EndAsync(string call, CallEnd end, IStepLog log)
    {
        try
        {
            await journal.EndCallAsync(call, end, CancellationToken.None);
        }
        catch (WanException unnoted)
        {
            log.Warning($"How a call for pictures ended could not be noted in the ledger, which shows it as unclear: {unnoted.Message}");
        }
    }
}
