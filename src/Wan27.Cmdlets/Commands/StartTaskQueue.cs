using Wan27.Cmdlets.Async;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>Creates tasks, a few at once, and hands them out in the order of the input.</summary>
internal sealed class StartTaskQueue : IDisposable
{
    private readonly OrderedWork<WanTask> _work;
    private readonly StepLog _log;

    public StartTaskQueue(SubmitCmdlet cmdlet)
    {
        _log = cmdlet.CreateLog();
        _work = new OrderedWork<WanTask>(cmdlet, ContractData.Current.Limit("submit.parallel.max").AsInteger, cmdlet.WriteObject);
    }

    public void Add(WanClient client, RouteRequest request, SubmitOptions options, object? target)
        => _work.Add(ct => client.StartAsync(request, options, _log, ct), target);

    public void Refuse(WanException refused, object? target) => _work.Fail(refused, target);

    public void Finish() => _work.Finish();

    public void Dispose() => _work.Dispose();
}
