using System.Collections.Concurrent;
using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Output;

namespace Wan27.ModuleTests.Async;

/// <summary>Writes numbers from another thread, each awaited.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncCount")]
internal sealed class TestAsyncCountCommand : AsyncCmdlet
{
    [Parameter]
    public int Count { get; set; } = 5;

    internal static ConcurrentQueue<string> Trace { get; } = new();

    protected override void ProcessRecord()
        => Await(async _ =>
        {
            for (var i = 1; i <= Count; i++)
            {
                Trace.Enqueue($"make {i}");
                var number = i;
                Post(() => WriteVerbose($"about to write {number} on thread {Environment.CurrentManagedThreadId}"));
                await WriteObjectAsync(i);
                Trace.Enqueue($"taken {i}");
            }
        });
}

/// <summary>Asks twice, from another thread.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncAsk", SupportsShouldProcess = true)]
internal sealed class TestAsyncAskCommand : AsyncCmdlet
{
    [Parameter]
    public SwitchParameter Continue { get; set; }

    protected override void ProcessRecord()
        => Await(async _ =>
        {
            var answer = Continue ? await ShouldContinueAsync("Go on?", "Test") : await ShouldProcessAsync("target", "action");
            await WriteObjectAsync(answer);
        });
}

/// <summary>Writes one object, then fails for good.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncFail")]
internal sealed class TestAsyncFailCommand : AsyncCmdlet
{
    protected override void ProcessRecord()
        => Await(async _ =>
        {
            await WriteObjectAsync("before");
            throw new WanException(new WanError { ErrorId = "Wan.Service.Test", Boundary = WanBoundary.Service, Message = "It failed." });
        });
}

/// <summary>Blocks until it is stopped, and notes that its work was awaited.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncBlock")]
internal sealed class TestAsyncBlockCommand : AsyncCmdlet
{
    internal static TaskCompletionSource Started { get; set; } = new();

    internal static bool CleanedUp { get; set; }

    protected override void ProcessRecord()
        => Await(async ct =>
        {
            Started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            }
            finally
            {
                await Task.Yield();
                CleanedUp = true;
            }
        });
}

/// <summary>Works on records in the background, the first one slowest, and writes them in order.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncOrder")]
internal sealed class TestAsyncOrderCommand : AsyncCmdlet
{
    private OrderedWork<int>? _work;

    [Parameter(ValueFromPipeline = true)]
    public int Number { get; set; }

    internal static int Running { get; set; }

    internal static int MostRunning { get; set; }

    protected override void BeginProcessing() => _work = new OrderedWork<int>(this, number => WriteObject(number));

    protected override void ProcessRecord()
    {
        var number = Number;
        _work!.Add(
            "lane",
            3,
            async ct =>
            {
                lock (typeof(TestAsyncOrderCommand))
                {
                    MostRunning = Math.Max(MostRunning, ++Running);
                }

                // The later a record comes, the sooner it is ready.
                await Task.Delay(Math.Max(1, 30 - (number * 3)), ct);
                lock (typeof(TestAsyncOrderCommand))
                {
                    Running--;
                }

                return number % 4 == 0
                    ? throw new WanException(new WanError { ErrorId = "Wan.Service.Test", Boundary = WanBoundary.Service, Message = $"{number} failed." })
                    : number;
            },
            number);
    }

    protected override void EndProcessing() => _work!.Finish();
}
