using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Shows what each provider offers, route by route and option by option, with whose word that is and of when.</summary>
[Cmdlet(VerbsCommon.Get, "WanProvider")]
[OutputType(typeof(WanProviderOption))]
public sealed class GetWanProviderCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names of providers, with wildcards; all of them when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Provider")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Column(Or = "Provider")]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only this route, by its name or its short form.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Route { get; set; }

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
            foreach (var name in Name.Length == 0 ? ["*"] : Name)
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                foreach (var row in EngineSource.Engine.Offers(pattern.IsMatch, WildcardPattern.ContainsWildcardCharacters(name) ? null : name, RouteCmdlet.AskedText(Route)))
                {
                    WriteObject(row);
                }
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Name, _reader.Place));
        }
    }
}
