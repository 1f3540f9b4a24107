using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;

namespace Wan27.Cmdlets.Commands;

/// <summary>Sends the records of a cmdlet: resolves the bundle, asks -WhatIf and -Confirm, and keeps a few submits going at once.</summary>
/// <param name="cmdlet">The cmdlet whose records are sent.</param>
/// <param name="parallel">Name of the limit on how many are sent at once.</param>
/// <param name="limit">What the run may be billed, and what becomes of the rest of it.</param>
/// <param name="options">How the present record is submitted.</param>
/// <param name="send">Sends what was judged.</param>
/// <param name="write">Writes what came of it, in the order of the input.</param>
internal sealed class SubmitWork<T>(
    RouteCmdlet cmdlet, string parallel, RunLimit limit, Func<WanClient, SubmitOptions> options, Func<WanClient, JudgedRequest, IStepLog, CancellationToken, Task<T>> send, Action<T> write) : IRecordWork
{
    private readonly ClientSource _clients = new(cmdlet);
    private readonly OrderedWork<T> _work = new(cmdlet, write);
    private readonly StepLog _log = new(cmdlet);
    private readonly RecordWarnings _warnings = new(cmdlet.WriteWarning);
    private readonly DryTotal _total = new(cmdlet);

    public void Take()
    {
        if (cmdlet.Record is WanTask { State: WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired } ended)
        {
            // Wait-WanTask has already reported it; one lost job is one error.
            cmdlet.Tell($"Task {ended.TaskId} is {ended.State} and is passed over.");
            return;
        }

        var client = _clients.Get(cmdlet.Profile);
        if (limit.HasEnded && options(client).JobKey is null)
        {
            limit.PassOver();
            return;
        }

        var judged = Judge(client, Build(client));
        if (limit.HasEnded && judged.Held is null)
        {
            limit.PassOver();
            return;
        }

        // Before anything is sent, so that -WarningAction Stop and Inquire keep the money; in a dry run too, or it would be worth nothing.
        cmdlet.WriteReady();
        _warnings.Write(cmdlet.Place, _total.IsDry && judged.Unpriced is { } unpriced ? [.. judged.Warnings, unpriced] : judged.Warnings);
        if (cmdlet.ShouldProcess(Describe(client.Bundle, judged), $"Submit {judged.Request.Route}"))
        {
            _work.Add(client.Bundle.Profile.Name, client.Bundle.Contract.Integer(parallel), ct => limit.Guard(judged.Held is not null, () => send(client, judged, _log, ct)), cmdlet.Target);
        }
        else
        {
            judged.Rehearse(_log);
            _total.Add(client.Bundle.Provider.Owner, judged);
        }
    }

    public void Refuse(WanException refused) => _work.Fail(refused, cmdlet.Target, cmdlet.Place);

    public void Finish()
    {
        _work.Finish();

        limit.Tell(cmdlet.WriteWarning);

        // A dry run leaves warnings behind, and no work whose end would write them.
        cmdlet.WriteReady();
        _warnings.Finish();
        _total.Write();
    }

    public void Dispose() => _work.Dispose();

    private RouteRequest Build(WanClient client)
    {
        try
        {
            var request = cmdlet.ReadRequest(client.Bundle.Contract);
            if (client.Bundle.Profile.UploadStore is not null && request.Media.Any(static part => part.Source.IsLocal))
            {
                client.OpenUploadStore(cmdlet.ReadSecret, _log);
            }

            return request;
        }
        catch (WanException refused)
        {
            client.NoteUnread(refused, cmdlet.Route);
            throw;
        }
    }

    /// <summary>Before anybody is asked: what is refused is not billed. A refusal is this record's error alone.</summary>
    private JudgedRequest Judge(WanClient client, RouteRequest request)
    {
        var submit = options(client) with { RunBudget = limit.Budget };
        if (request.Media.All(static part => part.Source is { IsLocal: false, Stored: null }))
        {
            // Nothing has to be opened, and so nothing to be waited for: a change of threads for each row would cost more than the checks.
            return client.JudgeAsync(request, submit, cmdlet.StopToken).GetAwaiter().GetResult();
        }

        JudgedRequest? judged = null;
        WanException? refused = null;
        cmdlet.Await(async ct =>
        {
            try
            {
                judged = await client.JudgeAsync(request, submit, ct).ConfigureAwait(false);
            }
            catch (WanException found)
            {
                refused = found;
            }
        });
        return judged ?? throw refused!;
    }

    private static string Describe(Bundle bundle, JudgedRequest judged)
    {
        var job = judged.Options.JobKey is { } key ? $"job '{key}': " : string.Empty;
        var billed = judged.Held is { } held ? $"nothing, it is {held.State} already" : judged.Cost is { } cost ? $"{judged.Billed.Text}, {cost}" : judged.Billed.Text;
        return $"{job}{judged.Request.Model}, {bundle.Place}, {judged.Request.ResolutionText(bundle.Contract)}, billed: {billed}";
    }
}

/// <summary>The two ways in which jobs are sent.</summary>
internal static class SubmitWork
{
    /// <summary>Creates tasks.</summary>
    public static SubmitWork<WanTask> ForTasks<T>(T cmdlet)
        where T : RouteCmdlet, IStartsTasks
        => new(
            cmdlet, "submit.parallel.max", RunLimit.Of(cmdlet, cmdlet.BudgetLimit, cmdlet.BudgetPolicy),
            _ => new SubmitOptions { JobKey = RouteCmdlet.AskedText(cmdlet.JobKey), SkipPreflight = cmdlet.SkipPreflight, Force = cmdlet.Force, OnAmbiguous = cmdlet.OnAmbiguous },
            static (client, judged, log, ct) => client.StartAsync(judged, log, ct), cmdlet.WriteObject);

    /// <summary>Makes pictures while the connection is open.</summary>
    public static SubmitWork<IReadOnlyList<WanImageResult>> ForPictures(NewWanImageCommand cmdlet, Func<WanClient, SubmitOptions> options)
        => new(
            cmdlet,
            // As many calls at once as the service runs at once; more would only wait there, with an open connection each.
            "rate.running.max", RunLimit.Of(cmdlet, cmdlet.BudgetLimit, cmdlet.BudgetPolicy), options,
            static (client, judged, log, ct) => client.GenerateAsync(judged, log, ct),
            pictures => cmdlet.WriteObject(pictures, enumerateCollection: true));
}
