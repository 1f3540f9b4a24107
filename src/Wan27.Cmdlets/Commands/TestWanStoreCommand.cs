using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Writes a small object to a store, reads it back, tries a conditional write and deletes it; says which right is missing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WanStore")]
[OutputType(typeof(WanStoreCheck))]
public sealed class TestWanStoreCommand : AsyncCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names of the stores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Store")]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Column(Or = "Store")]
    [AllowEmptyCollection]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits(needed: nameof(Name)))
        {
            return;
        }

        foreach (var name in Name)
        {
            try
            {
                Check(name);
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, name, _reader.Place));
            }
        }
    }

    private void Check(string name)
    {
        var checks = EngineSource.Engine.TestStoreAsync(name, this.ReadSecret, new StepLog(this));
        Await(async ct =>
        {
            await foreach (var check in checks.WithCancellation(ct).ConfigureAwait(false))
            {
                await WriteObjectAsync(check).ConfigureAwait(false);
            }
        });
    }
}
