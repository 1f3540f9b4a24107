using System.Management.Automation;
using Wan27.Engine;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>Starts image tasks on the asynchronous endpoint: the way for large or costly jobs (contract section 2.1).</summary>
[Cmdlet(VerbsLifecycle.Start, "WanImageTask", SupportsShouldProcess = true)]
[OutputType(typeof(WanTask))]
public sealed class StartWanImageTaskCommand : ImageCmdlet
{
    private StartTaskQueue? _queue;

    /// <summary>Your own name for the job, unique in a profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    internal override bool IsAsync => true;

    internal override string? Job => AskedText(nameof(JobKey), JobKey);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _queue = new StartTaskQueue(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _queue!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _queue?.Dispose();
    }

    internal override void Enqueue(WanClient client, RouteRequest request, SubmitOptions options)
        => _queue!.Add(client, request, options, Target);

    internal override void Refuse(WanException refused) => _queue!.Refuse(refused, Target);
}
