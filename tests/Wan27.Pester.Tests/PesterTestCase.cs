using Xunit.Abstractions;
using Xunit.Sdk;

namespace Wan27.PesterTests;

/// <summary>One file of the suite on one layout of the module; running it reports every Pester test in it.</summary>
public sealed class PesterTestCase : XunitTestCase
{
    private ModuleUnderTest _module;
    private string _file = "";

    /// <summary>For the test platform, which rebuilds a case from what was serialized.</summary>
    [Obsolete("Only for deserialization.")]
    public PesterTestCase()
    {
    }

    internal PesterTestCase(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method, ModuleUnderTest module, string file)
        : base(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, [module, file])
    {
        _module = module;
        _file = file;
    }

    /// <inheritdoc/>
    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(_module), _module.ToString());
        data.AddValue(nameof(_file), _file);
    }

    /// <inheritdoc/>
    public override void Deserialize(IXunitSerializationInfo data)
    {
        base.Deserialize(data);
        _module = Enum.Parse<ModuleUnderTest>(data.GetValue<string>(nameof(_module)));
        _file = data.GetValue<string>(nameof(_file));
    }

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        var summary = new RunSummary();
        foreach (PesterResult result in await PesterRun.RunAsync(_module, _file, cancellationTokenSource.Token))
        {
            var test = new XunitTest(this, $"{_module} module, {_file}: {result.Name}");
            bool goOn = messageBus.QueueMessage(new TestStarting(test));
            goOn &= messageBus.QueueMessage(MessageOf(test, result));
            goOn &= messageBus.QueueMessage(new TestFinished(test, result.Seconds, output: ""));
            if (!goOn)
            {
                await cancellationTokenSource.CancelAsync();
            }

            summary.Total++;
            summary.Failed += result.Result == "Failed" ? 1 : 0;
            summary.Skipped += result.Result is "Passed" or "Failed" ? 0 : 1;
            summary.Time += result.Seconds;
        }

        return summary;
    }

    private static TestResultMessage MessageOf(XunitTest test, PesterResult result) => result.Result switch
    {
        "Passed" => new TestPassed(test, result.Seconds, output: ""),
        "Failed" => new TestFailed(test, result.Seconds, output: "", ["Pester"], [result.Message], [result.Trace], [-1]),
        _ => new TestSkipped(test, result.Message.Length > 0 ? result.Message : result.Result),
    };
}
