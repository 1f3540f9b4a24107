using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Cmdlets.Commands;

/// <summary>Sends the records of a cmdlet: resolves the bundle, asks -WhatIf and -Confirm, and keeps a few submits going at once.</summary>
/// <param name="cmdlet">The cmdlet whose records are sent.</param>
/// <param name="parallel">Name of the limit on how many are sent at once.</param>
/// <param name="options">How the present record is submitted.</param>
/// <param name="send">Sends one request.</param>
/// <param name="write">Writes what came of it, in the order of the input.</param>
internal sealed class SubmitWork<T>(
    RouteCmdlet cmdlet, string parallel, Func<SubmitOptions> options, Func<WanClient, RouteRequest, SubmitOptions, IStepLog, CancellationToken, Task<T>> send, Action<T> write) : IRecordWork
{
    private readonly ClientSource _clients = new(cmdlet);
    private readonly ProfileLanes _lanes = new(parallel);
    private readonly OrderedWork<T> _work = new(cmdlet, write);
    private readonly StepLog _log = new(cmdlet);
    private readonly RecordWarnings _warnings = new(cmdlet.WriteWarning);
    private readonly Dictionary<string, IReadOnlyDictionary<string, WanTask>> _held = new(StringComparer.OrdinalIgnoreCase);

    public void Take()
    {
        if (cmdlet.Record is WanTask { State: WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired } ended)
        {
            // Wait-WanTask has already reported it; one lost job is one error.
            cmdlet.Tell($"Task {ended.TaskId} is {ended.State} and is passed over.");
            return;
        }

        var client = _clients.Get(cmdlet.Profile);
        var contract = client.Bundle.Contract;
        var request = Build(client, contract);
        var submit = options();
        PreflightResult? checks = null;
        if (!submit.SkipPreflight)
        {
            // Read here, remembered for the submit: what an edit is billed for depends on the length of its video.
            cmdlet.Await(async ct => checks = await client.Preflight.CheckAsync(request, contract, PreflightOptions.Headers, ct).ConfigureAwait(false));
            checks = HeldBy(client, submit) is null ? checks : checks!.ForHandedOut();
        }

        try
        {
            // Before anybody is asked: what is refused is not billed.
            PreflightGate.Ensure(request, checks?.Checks ?? []);
        }
        catch (WanException refused)
        {
            throw client.Placed(refused, request, submit.JobKey);
        }

        // Before anything is sent, so that -WarningAction Stop and Inquire keep the money; in a dry run too, or it would be worth nothing.
        cmdlet.WriteReady();
        _warnings.Write(cmdlet.Place, PreflightGate.Warnings(checks, submit.JobKey));
        if (cmdlet.ShouldProcess(Describe(client, request, submit, checks), $"Submit {request.Route}"))
        {
            _work.Add(_lanes.Of(client), ct => send(client, request, submit, _log, ct), cmdlet.Target);
        }
        else
        {
            PreflightGate.Admit(request, checks, _log);
        }
    }

    public void Refuse(WanException refused) => _work.Fail(refused, cmdlet.Target, cmdlet.Place);

    public void Finish()
    {
        _work.Finish();

        // A dry run leaves warnings behind, and no work whose end would write them.
        cmdlet.WriteReady();
        _warnings.Finish();
    }

    public void Dispose() => _lanes.Dispose();

    private RouteRequest Build(WanClient client, ContractView contract)
    {
        try
        {
            return cmdlet.ReadRequest(contract);
        }
        catch (WanException refused)
        {
            client.Log.Failed(refused.Error, client.Bundle.Show(cmdlet.Route), taskId: null);
            throw;
        }
    }

    private string Describe(WanClient client, RouteRequest request, SubmitOptions submit, PreflightResult? checks)
    {
        var contract = client.Bundle.Contract;
        var job = submit.JobKey is { } key ? $"job '{key}': " : string.Empty;
        var held = HeldBy(client, submit);
        var billed = held is null ? (checks?.Billed ?? request.Estimate(contract)).Text : $"nothing, it is {held.State} already";
        return $"{job}{request.Model}, {client.Bundle.Profile.Region}, {client.Bundle.Endpoint}, {request.ResolutionText(contract)}, billed: {billed}";
    }

    /// <summary>The task that would be handed out again; null for a job that would be submitted.</summary>
    private WanTask? HeldBy(WanClient client, SubmitOptions submit)
    {
        if (submit.JobKey is not { } key || submit.Force)
        {
            return null;
        }

        var profile = client.Bundle.Profile.Name;
        if (!_held.TryGetValue(profile, out var tasks))
        {
            tasks = _held[profile] = JournalGlance.Held(WanHome.StateFolder, profile);
        }

        return tasks.GetValueOrDefault(key) is { State: WanTaskState.Submitted or WanTaskState.Polling or WanTaskState.Completed or WanTaskState.Stored } task ? task : null;
    }
}

/// <summary>The two ways in which jobs are sent.</summary>
internal static class SubmitWork
{
    /// <summary>Creates tasks.</summary>
    public static SubmitWork<WanTask> ForTasks<T>(T cmdlet)
        where T : RouteCmdlet, IStartsTasks
        => new(
            cmdlet, "submit.parallel.max",
            () => new SubmitOptions { JobKey = RouteCmdlet.AskedText(cmdlet.JobKey), SkipPreflight = cmdlet.SkipPreflight, Force = cmdlet.Force, OnAmbiguous = cmdlet.OnAmbiguous },
            static (client, request, submit, log, ct) => client.StartAsync(request, submit, log, ct), cmdlet.WriteObject);

    /// <summary>Makes pictures while the connection is open.</summary>
    public static SubmitWork<IReadOnlyList<WanImageResult>> ForPictures(RouteCmdlet cmdlet, Func<SubmitOptions> options)
        => new(
            cmdlet,
            // As many calls at once as the service runs at once; more would only wait there, with an open connection each.
            "rate.running.max", options,
            static (client, request, submit, log, ct) => client.GenerateAsync((ImageRequest)request, submit, log, ct),
            pictures => cmdlet.WriteObject(pictures, enumerateCollection: true));
}
