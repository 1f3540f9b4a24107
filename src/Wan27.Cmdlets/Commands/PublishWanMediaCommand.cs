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

/// <summary>
/// Uploads files once for use in several tasks: to the provider, for one model and 48 hours (contract section 7), or into a store, for all of them.
/// </summary>
[Cmdlet(VerbsData.Publish, "WanMedia", SupportsShouldProcess = true, DefaultParameterSetName = ByPattern)]
[OutputType(typeof(WanPublishedMedia))]
public sealed class PublishWanMediaCommand : AsyncCmdlet
{
    private const string ByPattern = "Path";
    private const string ByName = "LiteralPath";
    private const string AtOnce = "submit.parallel.max";

    private RecordReader? _reader;
    private ClientSource? _clients;
    private OrderedWork<WanPublishedMedia>? _work;
    private StepLog? _log;
    private readonly Dictionary<string, Func<string, CancellationToken, Task<WanPublishedMedia>>> _stores = new(StringComparer.OrdinalIgnoreCase);

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

    /// <summary>The exact model id that will use the file; a file uploaded for one model does not work for another. Not needed for a store.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    /// <summary>Name of a store that the files go to, once for each content. When left out, the store of the profile's uploads, or the provider.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Store { get; set; }

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
            var put = Target();
            foreach (var path in ParameterSetName == ByName ? LiteralPath : Path)
            {
                Each(path, put);
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

    /// <summary>Where the files of this record go. A result names the store that it lies in, which says nothing about where its file is to go.</summary>
    private Upload Target()
    {
        if (!string.IsNullOrWhiteSpace(Store) && !(_reader!.IsFromRecord(nameof(Store)) && _reader.OriginOf(nameof(Path)) is WanAsset or WanPublishedMedia))
        {
            var name = Store.Trim();
            if (!_stores.TryGetValue(name, out var put))
            {
                put = _stores[name] = EngineSource.Engine.PublishTo(name, this.ReadSecret, _log!);
            }

            return new Upload(name, $"to store {name}", new ContractView(ContractData.Current).Integer(AtOnce), put);
        }

        if (_clients!.Get(Profile) is { Bundle.Profile.UploadStore: { } own } client)
        {
            client.OpenUploadStore(this.ReadSecret, _log!);
            return new Upload(own, $"to store {own}", client.Bundle.Contract.Integer(AtOnce), (file, ct) => client.PublishAsync(file, _log!, ct));
        }

        ModelToPublishFor();
        var provider = _clients.Get(Profile);

        // The parameter is another record's by the time the upload runs.
        var model = Model;
        return new Upload(provider.Bundle.Profile.Name, $"for {model}, {provider.Bundle.Place}", provider.Bundle.Contract.Integer(AtOnce), (file, ct) => provider.PublishAsync(file, model, _log!, ct));
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
    private void Each(string path, Upload target)
    {
        try
        {
            if (FilePaths.IsAddress(path))
            {
                throw StoreReference.Is(path) ? MediaErrors.NotAFilePathToPublishOfStore(path) : MediaErrors.NotAFilePathToPublish(MediaSource.Remote(path).Display);
            }

            foreach (var file in ParameterSetName == ByName ? [this.ResolvePath(path)] : this.Expand(path))
            {
                Publish(target, file);
            }
        }
        catch (WanException refused)
        {
            _work!.Fail(refused, path, _reader!.Place);
        }
    }

    private void Publish(Upload target, string file)
    {
        if (MediaForm.RefuseFile(file) is { } reason)
        {
            _work!.Fail(MediaErrors.FileUnreadableToPublish(reason), file, _reader!.Place);
        }
        else if (ShouldProcess($"{file} {target.Words}", "Upload"))
        {
            _work!.Add(target.Lane, target.AtOnce, ct => target.Put(file, ct), file, _reader!.Place);
        }
    }

    /// <summary>Where files go.</summary>
    /// <param name="Lane">What is uploaded there runs a few at once.</param>
    /// <param name="Words">As -WhatIf says it.</param>
    /// <param name="AtOnce">How many.</param>
    /// <param name="Put">Uploads a file.</param>
    private sealed record Upload(string Lane, string Words, int AtOnce, Func<string, CancellationToken, Task<WanPublishedMedia>> Put);
}
