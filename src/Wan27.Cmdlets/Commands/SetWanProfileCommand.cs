using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>Creates or changes a profile: the bundle of provider, region, endpoint and key source (contract section 1).</summary>
[Cmdlet(VerbsCommon.Set, "WanProfile", SupportsShouldProcess = true)]
[OutputType(typeof(WanProfile))]
public sealed class SetWanProfileCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Name of the profile: letters, digits, dots, hyphens and underscores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    /// <summary>Region of key, endpoint and models. A new profile needs it where the provider has regions; nothing is guessed.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [OneOf(typeof(WanRegion))]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public WanRegion? Region { get; set; }

    /// <summary>Workspace id (llm-...); requests then go to the workspace's own host. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? WorkspaceId { get; set; }

    /// <summary>Absolute base address for a gateway or the emulator; plain http on loopback only. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? Endpoint { get; set; }

    /// <summary>The key itself, for this session only; it is never written anywhere.</summary>
    [Parameter]
    public SecureString? ApiKey { get; set; }

    /// <summary>Environment variable that holds the key, usually DASHSCOPE_API_KEY.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ApiKeyVariable { get; set; }

    /// <summary>File that holds the key and nothing else, such as a container secret.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ApiKeyFile { get; set; }

    /// <summary>Name of a secret that the session's Get-Secret reads.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ApiKeySecret { get; set; }

    /// <summary>Vault of the secret; the default vault when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Vault { get; set; }

    /// <summary>Who carries the routes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Provider { get; set; }

    /// <summary>Overrides of contract limits by name, such as @{ 'videoedit.referenceImages.max' = 4 }. An empty table takes them back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    [AllowNull]
    public Hashtable? Limit { get; set; }

    /// <summary>Submits per second for the account; the contract's 5 when never set.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number]
    public double? SubmitRate { get; set; }

    /// <summary>Queries per second for the account; the contract's 20 when never set.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number]
    public double? QueryRate { get; set; }

    /// <summary>Price list, JSON or CSV, used where costs are shown. Empty to name none any more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PriceList")]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? PriceListPath { get; set; }

    /// <summary>
    /// What the profile's jobs may be billed, over all processes of the journal and with what is under way: money by the price list, such as
    /// @{ Amount = 10; Currency = 'USD'; Per = 'Day' }, or @{ Seconds = 600; Per = 'Day' } or @{ Pictures = 100; Per = 'Month' }. Per is Day, Week,
    /// Month or Total. An empty table takes it back.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    [AllowNull]
    public Hashtable? BudgetLimit { get; set; }

    /// <summary>Model ids by route, such as @{ image_to_video = 'wan2.7-i2v-2026-04-25' }. An empty table takes them back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    [AllowNull]
    [ArgumentCompleter(typeof(ModelTableCompleter))]
    public Hashtable? Model { get; set; }

    /// <summary>Proxy for this profile alone, such as http://proxy.example.com:8080, without a password. Empty goes back to the system's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? Proxy { get; set; }

    /// <summary>Folder for a log of every run, as JSON lines for the owner only; empty to keep none any more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? LogPath { get; set; }

    /// <summary>Name of a store that local files of its jobs go to, instead of the provider's own uploads. Empty goes back to those.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Text(EmptyCounts = true)]
    [AllowEmptyString]
    public string? UploadStore { get; set; }

    /// <summary>Takes a key although a profile of another region has the same one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes it the profile that is used when none is named. The first profile becomes it by itself.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Default { get; set; }

    /// <summary>Emits the whole bundle after the change.</summary>
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
        var source = ReadKeySource();
        var key = source?.Kind == KeySourceKind.Session ? Wan27.Engine.Profiles.ApiKey.Create(new NetworkCredential(string.Empty, ApiKey).Password, "ApiKey") : null;
        var change = new ProfileChange
        {
            Name = Name,
            Region = Region,
            WorkspaceId = _reader!.TakenBack(nameof(WorkspaceId), WorkspaceId),
            Endpoint = _reader!.TakenBack(nameof(Endpoint), Endpoint),
            Key = source,
            Provider = Provider,
            Limit = Limit is not null || _reader!.IsWritten(nameof(Limit)) ? ReadLimit() : null,
            SubmitRate = SubmitRate,
            QueryRate = QueryRate,
            PriceListPath = _reader!.TakenBack(nameof(PriceListPath), PriceListPath) is { Length: > 0 } prices ? this.ResolvePath(prices) : _reader!.TakenBack(nameof(PriceListPath), PriceListPath),
            BudgetLimit = BudgetLimit is { Count: > 0 } limit ? EngineSource.Engine.ReadProfileBudget(TableCells.Texts(limit)) : null,
            DropsBudget = BudgetLimit is { Count: 0 } || (BudgetLimit is null && _reader!.IsWritten(nameof(BudgetLimit))),
            Models = Model is not null || _reader!.IsWritten(nameof(Model)) ? ReadModels() : null,
            Proxy = _reader!.TakenBack(nameof(Proxy), Proxy),
            LogPath = _reader!.TakenBack(nameof(LogPath), LogPath) is { Length: > 0 } log ? this.ResolvePath(log) : _reader!.TakenBack(nameof(LogPath), LogPath),
            UploadStore = _reader!.TakenBack(nameof(UploadStore), UploadStore),
            MakeDefault = Default,
            SessionKey = key,
            Force = Force,
        };
        change.RefuseKeys();
        if (!string.IsNullOrWhiteSpace(change.UploadStore))
        {
            change = change with { UploadStore = EngineSource.Engine.Stores.Find(change.UploadStore.Trim()).Name };
        }

        if (!ShouldProcess($"profile {Name}", "Set bundle"))
        {
            return;
        }

        var catalogue = EngineSource.Engine.Profiles;
        var (profile, isDefault) = catalogue.Set(change);
        if (key is not null)
        {
            KeyReader.Remember(profile.Name, key.Reveal());
        }

        // No error: the profile may be meant for another account, which may write there.
        if (change.LogPath is { Length: > 0 } folder && EngineSource.Engine.WhyNotWritable(folder) is { } noLog)
        {
            WriteWarning($"The log cannot be written to '{folder}' by this user now: {noLog}");
        }

        // No error either: the list may be written later, as by Update-WanPriceList.
        if (change.PriceListPath is { Length: > 0 } list && EngineSource.Engine.WhyNoPrices(list) is { } noPrices)
        {
            WriteWarning($"No amounts will be shown: {noPrices}");
        }

        var shown = catalogue.Show(profile, isDefault);
        this.Tell(ProfileText.Of(shown));
        if (PassThru)
        {
            WriteObject(shown);
        }
    }

    /// <summary>Where the key is. A row may have a column for each way; no more than one of them may be filled.</summary>
    private KeySource? ReadKeySource()
    {
        var given = new (string Name, KeySource? Source)[]
        {
            (nameof(ApiKey), ApiKey is null ? null : new KeySource(KeySourceKind.Session)),
            (nameof(ApiKeyVariable), ApiKeyVariable is null ? null : new KeySource(KeySourceKind.Variable, ApiKeyVariable)),
            (nameof(ApiKeyFile), ApiKeyFile is null ? null : new KeySource(KeySourceKind.File, this.ResolvePath(ApiKeyFile))),
            (nameof(ApiKeySecret), ApiKeySecret is null ? null : new KeySource(KeySourceKind.Secret, ApiKeySecret, Vault)),
        }.Where(static way => way.Source is not null).ToArray();
        return given.Length > 1
            ? throw KeyErrors.KeySourcesExclude(string.Join(" and ", given.Select(static way => way.Name)))
            : Vault is not null && ApiKeySecret is null
                ? throw KeyErrors.KeySourcesExcludeOfVault()
                : given.FirstOrDefault().Source;
    }

    private Dictionary<string, string> ReadModels()
        => (Model ?? []).Cast<DictionaryEntry>().ToDictionary(
            static entry => entry.Key.ToString()!,
            static entry => Convert.ToString(Unwrap.Value(entry.Value), CultureInfo.InvariantCulture) ?? string.Empty,
            StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, double> ReadLimit()
    {
        var limits = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Limit ?? [])
        {
            var name = entry.Key.ToString()!;
            limits[name] = double.TryParse(Convert.ToString(Unwrap.Value(entry.Value), CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw RouteErrors.LimitRefusedOfNoNumber(name, entry.Value);
        }

        return limits;
    }
}
