using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>Uploads files once for use in several tasks of one model; the URLs live 48 hours (contract section 7).</summary>
[Cmdlet(VerbsData.Publish, "WanMedia", SupportsShouldProcess = true, DefaultParameterSetName = ByPattern)]
[OutputType(typeof(WanPublishedMedia))]
public sealed class PublishWanMediaCommand : AsyncCmdlet
{
    private const string ByPattern = "Path";
    private const string ByName = "LiteralPath";

    private RecordReader? _reader;
    private ClientSource? _clients;
    private OrderedWork<WanPublishedMedia>? _work;
    private StepLog? _log;

    /// <summary>Files to upload, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPattern)]
    [Files]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files to upload, taken as they are written: brackets, stars and semicolons are part of the name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("PSPath", "FullName")]
    [Files(IsLiteral = true)]
    [AllowEmptyCollection]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The exact model id that will use the file; a file uploaded for one model does not work for another.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    /// <summary>Name of the profile to work under; the default profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new ClientSource(this);
        _log = new StepLog(this);
        _work = new OrderedWork<WanPublishedMedia>(this, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            ModelToPublishFor();
            foreach (var path in ParameterSetName == ByName ? LiteralPath : Path)
            {
                Each(path);
            }
        }
        catch (WanException refused)
        {
            _work!.Fail(refused, null, _reader!.Place);
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

    /// <summary>A result names the model that made it, which says nothing about the one that will use it; an upload names its own.</summary>
    private void ModelToPublishFor()
    {
        if (string.IsNullOrWhiteSpace(Model) || (_reader!.IsFromRecord(nameof(Model)) && _reader.OriginOf(nameof(Path)) is WanBundle and not WanPublishedMedia))
        {
            throw RouteErrors.ModelMissing();
        }

        // Here as well, so that -WhatIf refuses what the upload would.
        RouteModels.RefuseForeign(Model, ContractData.Current);
    }

    /// <summary>One file or pattern; what is wrong with it does not stop the others.</summary>
    private void Each(string path)
    {
        try
        {
            if (FilePaths.IsAddress(path))
            {
                throw StoreReference.Is(path) ? MediaErrors.NotAFilePathToPublishOfStore(path) : MediaErrors.NotAFilePathToPublish(MediaSource.Remote(path).Display);
            }

            var client = _clients!.Get(Profile);
            foreach (var file in ParameterSetName == ByName ? [this.ResolvePath(path)] : this.Expand(path))
            {
                Publish(client, file);
            }
        }
        catch (WanException refused)
        {
            _work!.Fail(refused, path, _reader!.Place);
        }
    }

    private void Publish(WanClient client, string file)
    {
        if (MediaForm.RefuseFile(file) is { } reason)
        {
            _work!.Fail(MediaErrors.FileUnreadableToPublish(reason), file, _reader!.Place);
        }
        else if (ShouldProcess($"{file} for {Model}, {client.Bundle.Place}", "Upload"))
        {
            // The parameter is another record's by the time the upload runs.
            var model = Model;
            _work!.Add(client.Bundle.Profile.Name, client.Bundle.Contract.Integer("submit.parallel.max"), ct => client.PublishAsync(file, model, _log!, ct), file, _reader!.Place);
        }
    }
}
