using System.Management.Automation;
using Wan27.Cmdlets.Commands;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Jobs;

/// <summary>Gathers the records of a cmdlet and runs them as one job.</summary>
internal sealed class JobWork(RouteCmdlet cmdlet) : IRecordWork
{
    private readonly List<IReadOnlyDictionary<string, object?>> _calls = [];

    public void Take()
        => _calls.Add(cmdlet.Values.Where(static pair => pair.Key != "AsJob").ToDictionary(static pair => pair.Key, static pair => pair.Value));

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
