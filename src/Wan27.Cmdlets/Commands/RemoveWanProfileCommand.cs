using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>Removes profiles. Keys in variables, files and vaults stay where they are.</summary>
[Cmdlet(VerbsCommon.Remove, "WanProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveWanProfileCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names of the profiles.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
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
                var catalogue = EngineSource.Engine.Profiles;
                var profile = catalogue.Find(name);
                if (ShouldProcess($"profile {profile.Name}", "Remove"))
                {
                    catalogue.Remove(profile.Name);
                }
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, name, _reader.Place));
            }
        }
    }
}
