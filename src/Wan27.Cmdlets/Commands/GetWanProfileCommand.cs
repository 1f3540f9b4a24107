using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>Shows profiles: never a key, only where it is and a short fingerprint.</summary>
[Cmdlet(VerbsCommon.Get, "WanProfile")]
[OutputType(typeof(WanProfile))]
public sealed class GetWanProfileCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names, with wildcards; all profiles when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
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
            var catalogue = EngineSource.Engine.Profiles;
            var all = catalogue.List();
            foreach (var name in Name.Length == 0 ? ["*"] : Name)
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                var found = all.Where(entry => pattern.IsMatch(entry.Profile.Name)).ToArray();
                foreach (var (profile, isDefault) in found)
                {
                    WriteObject(catalogue.Show(profile, isDefault));
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
