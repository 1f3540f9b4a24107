using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>Forgets stores. Buckets, objects and keys stay as they are.</summary>
[Cmdlet(VerbsCommon.Remove, "WanStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveWanStoreCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names of the stores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Column]
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
                var catalogue = EngineSource.Engine.Stores;
                var store = catalogue.Find(name);
                EngineSource.Engine.RefuseStoreInUse(store.Name);
                if (ShouldProcess($"store {store.Name}", "Remove"))
                {
                    catalogue.Remove(store.Name);
                }
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, name, _reader.Place));
            }
        }
    }
}
