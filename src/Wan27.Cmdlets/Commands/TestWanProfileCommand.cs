using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Diagnosis;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Checks a profile in the order in which a failing integration is searched: route, region, key, endpoint, model, limits, storage. Every
/// call is free, and the key goes to the profile's own endpoint only.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "WanProfile")]
[OutputType(typeof(WanProfileCheck))]
public sealed class TestWanProfileCommand : AsyncCmdlet
{
    private RecordReader? _reader;

    /// <summary>Names of the profiles; the default profile when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Column(Or = "Profile")]
    [AllowEmptyCollection]
    public string[]? Name { get; set; }

    /// <summary>Sends the key to the other official region as well, once, and says whether it belongs there.</summary>
    [Parameter]
    public SwitchParameter ProbeRegions { get; set; }

    /// <summary>Folder that results would be stored in; the session's location when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(WhenEmpty = ".")]
    [AllowEmptyString]
    public string Destination { get; set; } = ".";

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits())
        {
            return;
        }

        foreach (var name in Name is { Length: > 0 } ? Name : [null!])
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

    private void Check(string? name)
    {
        var options = new ProfileTestOptions(this.ResolvePath(Destination), ProbeRegions);
        var checks = EngineSource.Engine.TestAsync(name, options, this.ReadSecret, new StepLog(this));
        Await(async ct =>
        {
            await foreach (var check in checks.WithCancellation(ct).ConfigureAwait(false))
            {
                await WriteObjectAsync(check).ConfigureAwait(false);
            }
        });
    }
}
