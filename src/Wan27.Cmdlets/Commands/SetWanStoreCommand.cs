using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>Creates or changes a store: a bucket of one's own under a name.</summary>
[Cmdlet(VerbsCommon.Set, "WanStore", SupportsShouldProcess = true)]
[OutputType(typeof(WanStore))]
public sealed class SetWanStoreCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Name of the store: letters, digits, dots, hyphens and underscores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    /// <summary>The bucket. A new store needs it; none is created.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Bucket { get; set; }

    /// <summary>What every key of this store begins with. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? Prefix { get; set; }

    /// <summary>Address of the server; plain http on loopback only. Empty goes back to the preset's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? Endpoint { get; set; }

    /// <summary>The bucket's region. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>The kind of server: AWS, OSS, R2 or MinIO; follows from the endpoint when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorePresetCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Preset { get; set; }

    /// <summary>Writes the bucket into the path instead of the host name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter PathStyle { get; set; }

    /// <summary>Takes the platform's own keys: environment, shared profile file, role of the machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Ambient { get; set; }

    /// <summary>Environment variable that holds the access key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? AccessKeyVariable { get; set; }

    /// <summary>File that holds the access key and nothing else.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? AccessKeyFile { get; set; }

    /// <summary>Name of a secret that holds the access key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? AccessKeySecret { get; set; }

    /// <summary>Environment variable that holds the secret key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SecretKeyVariable { get; set; }

    /// <summary>File that holds the secret key and nothing else.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SecretKeyFile { get; set; }

    /// <summary>Name of a secret that holds the secret key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SecretKeySecret { get; set; }

    /// <summary>Environment variable that holds the session token of keys that are lent for a time.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SessionTokenVariable { get; set; }

    /// <summary>File that holds the session token.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SessionTokenFile { get; set; }

    /// <summary>Name of a secret that holds the session token.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SessionTokenSecret { get; set; }

    /// <summary>Vault of the secrets; the default vault when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Vault { get; set; }

    /// <summary>Emits the store after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            Set();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Name, _reader!.Place));
        }
    }

    private void Set()
    {
        var change = new StoreChange
        {
            Name = Name,
            Bucket = Bucket,
            Prefix = _reader!.TakenBack(nameof(Prefix), Prefix),
            Endpoint = _reader!.TakenBack(nameof(Endpoint), Endpoint),
            Region = _reader!.TakenBack(nameof(Region), Region),
            Preset = Preset,
            PathStyle = Given(nameof(PathStyle), PathStyle),
            Ambient = Given(nameof(Ambient), Ambient),
            AccessKey = SourceOf("access key", (nameof(AccessKeyVariable), AccessKeyVariable), (nameof(AccessKeyFile), AccessKeyFile), (nameof(AccessKeySecret), AccessKeySecret)),
            SecretKey = SourceOf("secret key", (nameof(SecretKeyVariable), SecretKeyVariable), (nameof(SecretKeyFile), SecretKeyFile), (nameof(SecretKeySecret), SecretKeySecret)),
            SessionToken = SourceOf("session token", (nameof(SessionTokenVariable), SessionTokenVariable), (nameof(SessionTokenFile), SessionTokenFile), (nameof(SessionTokenSecret), SessionTokenSecret)),
        };
        if (Vault is not null && AccessKeySecret is null && SecretKeySecret is null && SessionTokenSecret is null)
        {
            throw StorageErrors.StoreKeySourcesExcludeOfVault(Name);
        }

        var catalogue = EngineSource.Engine.Stores;
        var after = catalogue.Preview(change);
        if (!ShouldProcess($"store {after.Name}", "Set store"))
        {
            return;
        }

        var shown = StoreCatalogue.Show(catalogue.Set(change));
        this.Tell($"Store {shown.Name}: bucket {shown.Bucket} at {shown.Endpoint} ({shown.Preset}), keys from {shown.KeySource}.");
        if (PassThru)
        {
            WriteObject(shown);
        }
    }

    private bool? Given(string parameter, SwitchParameter value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    /// <summary>Where a key is. A row may have a column for each way; no more than one of them may be filled.</summary>
    private KeySource? SourceOf(string what, (string Name, string? Value) variable, (string Name, string? Value) file, (string Name, string? Value) secret)
    {
        var given = new[] { variable, file, secret }.Where(static way => !string.IsNullOrWhiteSpace(way.Value)).ToArray();
        return given switch
        {
            [] => null,
            [var way] when way == variable => new KeySource(KeySourceKind.Variable, variable.Value),
            [var way] when way == file => new KeySource(KeySourceKind.File, this.ResolvePath(file.Value!)),
            [_] => new KeySource(KeySourceKind.Secret, secret.Value, Vault),
            _ => throw StorageErrors.StoreKeySourcesExcludeOfOneKey(Name, string.Join(" and ", given.Select(static way => way.Name)), what),
        };
    }
}
