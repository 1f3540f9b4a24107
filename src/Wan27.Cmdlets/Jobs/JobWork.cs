using System.Collections;
using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Commands;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Jobs;

/// <summary>Gathers the records of a cmdlet and runs them as one job.</summary>
internal sealed class JobWork(RouteCmdlet cmdlet) : IRecordWork
{
    private readonly string _run = EngineSource.Engine.NewRun();
    private readonly List<IReadOnlyDictionary<string, object?>> _calls = [];

    public void Take()
        => _calls.Add(cmdlet.Values.Where(static pair => pair.Key != "AsJob").ToDictionary(static pair => pair.Key, pair => pair.Key == "BudgetLimit" ? Shared(pair.Value) : pair.Value));

    /// <summary>Each record is a call of its own; all of them are one run.</summary>
    private object? Shared(object? given)
    {
        if (Unwrap.Value(given) is not Hashtable table || table.Count == 0 || table.Keys.Cast<object>().Any(static key => string.Equals(key.ToString(), "Run", StringComparison.OrdinalIgnoreCase)))
        {
            return given;
        }

        return new Hashtable(table) { ["Run"] = _run };
    }

    public void Refuse(WanException refused) => cmdlet.WriteError(ErrorRecords.From(refused, cmdlet.Target, cmdlet.Place));

    /// <summary>No record, or none that could be read, is a job too: it ends at once, and a script that waits for it goes on.</summary>
    public void Finish()
    {
        var job = WanJob.Start(cmdlet, $"{cmdlet.MyInvocation.MyCommand.Name}, {Counted.Of(_calls.Count, "record")}", _calls);
        cmdlet.JobRepository.Add(job);
        cmdlet.WriteObject(job);
    }

    public void Dispose()
    {
    }
}
