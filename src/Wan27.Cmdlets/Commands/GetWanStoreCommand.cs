using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>Shows stores: never a key, only where the keys are.</summary>
[Cmdlet(VerbsCommon.Get, "WanStore")]
[OutputType(typeof(WanStore))]
public sealed class GetWanStoreCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names, with wildcards; all stores when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Column]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits())
        {
            return;
        }

        try
        {
            var catalogue = EngineSource.Engine.Stores;
            var all = catalogue.List();
            foreach (var name in Name.Length == 0 ? ["*"] : Name)
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                var found = all.Where(entry => pattern.IsMatch(entry.Name)).ToArray();
                foreach (var entry in found)
                {
                    WriteObject(StoreCatalogue.Show(entry));
                }

                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                {
                    catalogue.Find(name);
                }
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Name, _reader.Place));
        }
    }
}
