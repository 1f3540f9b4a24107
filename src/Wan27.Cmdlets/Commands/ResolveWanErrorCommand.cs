using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;

namespace Wan27.Cmdlets.Commands;

/// <summary>Explains an error of this module: symptom, likely cause, first fix, and the order in which to search. It asks nobody.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "WanError")]
[OutputType(typeof(WanErrorExplanation))]
public sealed class ResolveWanErrorCommand : PSCmdlet
{
    /// <summary>Error records, also from a job or another process; failed tasks. The session's last error of this module when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    public PSObject? ErrorRecord { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var facts = ErrorRecord is null ? ErrorFacts.Last(SessionState.PSVariable.GetValue("global:Error")) : ErrorFacts.Of(ErrorRecord);
        if (facts is null)
        {
            WriteError(ErrorRecords.From(NotOurs(), ErrorRecord));
            return;
        }

        this.Tell((facts.Exchange ?? EngineSource.Engine.ExchangeOf(facts.Error.RequestId)) is { } exchange
            ? $"The exchange:{Environment.NewLine}{exchange}"
            : "No exchange with the provider is known here: the error was found on this machine, or it comes from another process.");
        WriteObject(ErrorExplainer.Explain(facts.Error, facts.Bundle, facts.TaskId));
    }

    private WanException NotOurs() => ErrorRecord is null ? RouteErrors.NoError() : RouteErrors.NotAnError();
}
