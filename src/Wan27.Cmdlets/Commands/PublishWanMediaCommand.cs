using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>Uploads files once for use in several tasks of one model; the URLs live 48 hours (contract section 7).</summary>
[Cmdlet(VerbsData.Publish, "WanMedia", SupportsShouldProcess = true)]
[OutputType(typeof(WanPublishedMedia))]
public sealed class PublishWanMediaCommand : AsyncCmdlet
{
    private ClientSource? _clients;
    private OrderedWork<WanPublishedMedia>? _work;
    private StepLog? _log;

    /// <summary>Files to upload.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LiteralPath")]
    [Media(IsList = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The exact model id that will use the file; a file uploaded for one model does not work for another.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>Name of the profile to work under; the default profile when left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _clients = new ClientSource(this);
        _log = new StepLog(this);
        _work = new OrderedWork<WanPublishedMedia>(this, ContractData.Current.Limit("submit.parallel.max").AsInteger, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                Publish(path);
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, path));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Dispose();
    }

    private void Publish(string path)
    {
        if (MediaSource.IsUrl(path))
        {
            throw ErrorFactory.Local(WanBoundary.Media, "NotAFilePath", $"'{path}' is a URL; only local files are uploaded.", "Give the URL to the Start cmdlet as it is.");
        }

        var file = this.ResolvePath(path);
        var client = _clients!.Get(Profile);
        if (MediaForm.RefuseFile(file) is { } reason)
        {
            throw ErrorFactory.Local(WanBoundary.Media, "FileUnreadable", reason, "Give the path of a readable file.");
        }

        if (ShouldProcess($"{file} for {Model}, {client.Bundle.Profile.Region}, {client.Bundle.Endpoint}", "Upload"))
        {
            _work!.Add(ct => client.PublishAsync(file, Model, _log!, ct), file);
        }
    }
}
