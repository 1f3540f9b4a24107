using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>Makes still images in one call each, and emits one result per picture (contract section 2).</summary>
[Cmdlet(VerbsCommon.New, "WanImage", SupportsShouldProcess = true)]
[OutputType(typeof(WanImageResult))]
public sealed class NewWanImageCommand : ImageCmdlet
{
    private OrderedWork<IReadOnlyList<WanImageResult>>? _work;
    private StepLog? _log;

    internal override bool IsAsync => false;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _log = CreateLog();

        // As many calls at once as the service runs at once; more would only wait there, with an open connection each.
        _work = new OrderedWork<IReadOnlyList<WanImageResult>>(this, ContractData.Current.Limit("rate.running.max").AsInteger, pictures => WriteObject(pictures, enumerateCollection: true));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Dispose();
    }

    internal override void Enqueue(WanClient client, RouteRequest request, SubmitOptions options)
        => _work!.Add(ct => client.GenerateAsync((ImageRequest)request, options, _log!, ct), Target);

    internal override void Refuse(WanException refused) => _work!.Fail(refused, Target);
}
