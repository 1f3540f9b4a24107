using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Checks the records of a cmdlet, some at once, and writes one report each in the order of the input. Nothing is sent.</summary>
internal sealed class CheckWork : IRecordWork
{
    private const int Together = 4;

    private readonly RouteCmdlet _cmdlet;
    private readonly bool _deep;
    private readonly KeylessSource _clients;
    private readonly OrderedWork<WanPreflightReport> _work;

    public CheckWork(RouteCmdlet cmdlet, bool deep, bool quiet)
    {
        _cmdlet = cmdlet;
        _deep = deep;
        _clients = new KeylessSource(cmdlet);
        _work = new OrderedWork<WanPreflightReport>(cmdlet, report => cmdlet.WriteObject(quiet ? report.Passed : report));
    }

    public void Take()
    {
        var client = _clients.Get(_cmdlet.Profile);
        var request = _cmdlet.ReadRequest(client.Contract);
        _work.Add(string.Empty, Together, ct => client.ReportAsync(request, _deep, ct), _cmdlet.Target);
    }

    public void Refuse(WanException refused)
    {
        if (refused.Error.Boundary is WanBoundary.Region or WanBoundary.Key)
        {
            // The profile is wrong, not the input: there is nothing to report on.
            _work.Fail(refused, _cmdlet.Target, _cmdlet.Place);
            return;
        }

        var client = _clients.Get(_cmdlet.Profile);
        var report = client.ReportUnread(_cmdlet.Route, _cmdlet.ModelFor(client.Contract), refused.Error with { Message = ErrorRecords.Placed(_cmdlet.Place, refused.Error.Message) }, _cmdlet.Target?.ToString());
        _work.Add(string.Empty, Together, _ => Task.FromResult(report), _cmdlet.Target);
    }

    public void Finish() => _work.Finish();

    public void Dispose() => _work.Dispose();
}
