namespace Wan27.Cmdlets.Async;

/// <summary>A call on its way to the pipeline thread.</summary>
internal abstract class PipelineCall
{
    public abstract void Run();

    public abstract void Cancel();
}

/// <summary>A call with a result. Whoever awaits it continues elsewhere, never on the pipeline thread.</summary>
internal sealed class PipelineCall<T>(Func<T> call) : PipelineCall
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    public override void Run()
    {
        try
        {
            _completion.TrySetResult(call());
        }
        catch
        {
            _completion.TrySetCanceled();
            throw;
        }
    }

    public override void Cancel() => _completion.TrySetCanceled();
}
