using System.Management.Automation;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Async;

/// <summary>A cmdlet whose work runs off the pipeline thread while all its writing stays on it.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly PipelineBridge _bridge = new();

    /// <summary>Cancelled on Ctrl+C, when the next cmdlet wants no more, and at the end of the pipeline.</summary>
    internal CancellationToken StopToken => _bridge.Stopping;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what still runs in the background.</summary>
    /// <param name="disposing">True when called by PowerShell.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bridge.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _bridge.Stop();

    /// <summary>Pipeline thread: does the work elsewhere, serving its writes here, and returns when it has ended.</summary>
    internal void Await(Func<CancellationToken, Task> work)
    {
        try
        {
            _bridge.Run(work);
        }
        catch (WanException failed)
        {
            ThrowTerminatingError(ErrorRecords.From(failed, null));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Pipeline thread: the same for one record; what fails is that record's error, and the pipeline goes on.</summary>
    internal void AwaitRecord(object? target, Func<CancellationToken, Task> work)
    {
        WanException? refused = null;
        Await(async ct =>
        {
            try
            {
                await work(ct).ConfigureAwait(false);
            }
            catch (WanException failed)
            {
                refused = failed;
            }
        });
        if (refused is not null)
        {
            WriteError(ErrorRecords.From(refused, target));
        }
    }

    /// <summary>Starts work that goes on while the pipeline moves.</summary>
    internal Task RunBeside(Func<CancellationToken, Task> work) => _bridge.Start(work);

    /// <summary>Pipeline thread: writes what background work has ready, without waiting.</summary>
    internal void WriteReady() => _bridge.Drain();

    /// <summary>Any thread: runs a call on the pipeline thread and completes when it has run.</summary>
    internal Task OnPipelineAsync(Action call) => _bridge.InvokeAsync(() =>
    {
        call();
        return true;
    });

    /// <summary>Any thread: writes an object and completes when the next cmdlet has taken it.</summary>
    internal Task WriteObjectAsync(object output) => OnPipelineAsync(() => WriteObject(output));

    /// <summary>Any thread: writes a non-terminating error and completes when it is written.</summary>
    internal Task WriteErrorAsync(ErrorRecord error) => OnPipelineAsync(() => WriteError(error));

    /// <summary>Any thread: asks -WhatIf and -Confirm.</summary>
    internal Task<bool> ShouldProcessAsync(string target, string action) => _bridge.InvokeAsync(() => ShouldProcess(target, action));

    /// <summary>Any thread: asks the user.</summary>
    internal Task<bool> ShouldContinueAsync(string query, string caption) => _bridge.InvokeAsync(() => ShouldContinue(query, caption));

    /// <summary>Any thread: runs a call on the pipeline thread, sooner or later.</summary>
    internal void Post(Action call) => _bridge.Post(call);
}
