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
[Cmdlet(VerbsCommon.Set, "WanProfile", SupportsShouldProcess = true, DefaultParameterSetName = KeepKey)]
[OutputType(typeof(WanProfile))]
public sealed class SetWanProfileCommand : PSCmdlet
{
    private const string KeepKey = "KeepKey";
    private const string Session = "ApiKey";
    private const string Variable = "ApiKeyVariable";
    private const string KeyFile = "ApiKeyFile";
    private const string Secret = "ApiKeySecret";

    /// <summary>Name of the profile: letters, digits, dots, hyphens and underscores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Region of key, endpoint and models. A new profile needs it; nothing is guessed.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public WanRegion? Region { get; set; }

    /// <summary>Workspace id (llm-...); requests then go to the workspace's own host. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? WorkspaceId { get; set; }

    /// <summary>Absolute base address for a gateway or the emulator; plain http on loopback only. Empty takes it back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Endpoint { get; set; }

    /// <summary>The key itself, for this session only; it is never written anywhere.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Session)]
    public SecureString? ApiKey { get; set; }

    /// <summary>Environment variable that holds the key, usually DASHSCOPE_API_KEY.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Variable)]
    public string? ApiKeyVariable { get; set; }

    /// <summary>File that holds the key and nothing else, such as a container secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyFile)]
    public string? ApiKeyFile { get; set; }

    /// <summary>Name of a secret that the session's Get-Secret reads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Secret)]
    public string? ApiKeySecret { get; set; }

    /// <summary>Vault of the secret; the default vault when left out.</summary>
    [Parameter(ParameterSetName = Secret)]
    public string? Vault { get; set; }

    /// <summary>Who carries the routes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("DashScope")]
    public string? Provider { get; set; }

    /// <summary>Overrides of contract limits by name, such as @{ 'videoedit.referenceImages.max' = 4 }. An empty table takes them back.</summary>
    [Parameter]
    [AllowNull]
    public Hashtable? Limit { get; set; }

    /// <summary>Submits per second for the account; the contract's 5 when never set.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public double? SubmitRate { get; set; }

    /// <summary>Queries per second for the account; the contract's 20 when never set.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public double? QueryRate { get; set; }

    /// <summary>Price list used where costs are shown.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PriceListPath { get; set; }

    /// <summary>Model ids by route, such as @{ image_to_video = 'wan2.7-i2v-2026-04-25' }. An empty table takes them back.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(ModelTableCompleter))]
    public Hashtable? Model { get; set; }

    /// <summary>Proxy for this profile alone, such as http://proxy.example.com:8080, without a password. Empty goes back to the system's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Proxy { get; set; }

    /// <summary>Folder for a log of every run, as JSON lines for the owner only; empty to keep none any more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? LogPath { get; set; }

    /// <summary>Takes a key although a profile of another region has the same one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes it the profile that is used when none is named. The first profile becomes it by itself.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Emits the whole bundle after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Set();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, refused.Error.ErrorId.EndsWith(ProfileChange.GivenAsName, StringComparison.Ordinal) ? null : Name));
        }
    }

    private void Set()
    {
        var key = ParameterSetName == Session ? Wan27.Engine.Profiles.ApiKey.Create(new NetworkCredential(string.Empty, ApiKey).Password, "ApiKey") : null;
        var change = new ProfileChange
        {
            Name = Name,
            Region = Region,
            WorkspaceId = WorkspaceId,
            Endpoint = Endpoint,
            Key = ReadKeySource(),
            Provider = Provider,
            Limit = MyInvocation.BoundParameters.ContainsKey(nameof(Limit)) ? ReadLimit() : null,
            SubmitRate = SubmitRate,
            QueryRate = QueryRate,
            PriceListPath = PriceListPath is null ? null : this.ResolvePath(PriceListPath),
            Models = MyInvocation.BoundParameters.ContainsKey(nameof(Model)) ? ReadModels() : null,
            Proxy = Proxy,
            LogPath = string.IsNullOrWhiteSpace(LogPath) ? LogPath : this.ResolvePath(LogPath),
            MakeDefault = Default,
            SessionKey = key,
            Force = Force,
        };
        change.RefuseKeys();
        if (!ShouldProcess($"profile {Name}", "Set bundle"))
        {
            return;
        }

        var catalogue = ProfileCatalogue.ForUser();
        var (profile, isDefault) = catalogue.Set(change);
        if (key is not null)
        {
            KeyReader.Remember(profile.Name, key.Reveal());
        }

        var shown = catalogue.Show(profile, isDefault);
        this.Tell(ProfileText.Of(shown));
        if (PassThru)
        {
            WriteObject(shown);
        }
    }

    private KeySource? ReadKeySource() => ParameterSetName switch
    {
        Session => new KeySource(KeySourceKind.Session),
        Variable => new KeySource(KeySourceKind.Variable, ApiKeyVariable),
        KeyFile => new KeySource(KeySourceKind.File, this.ResolvePath(ApiKeyFile!)),
        Secret => new KeySource(KeySourceKind.Secret, ApiKeySecret, Vault),
        _ => null,
    };

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
                : throw ErrorFactory.Local(WanBoundary.Route, "LimitRefused", $"The limit '{name}' is '{entry.Value}', which is not a number.", "For example -Limit @{ 'videoedit.referenceImages.max' = 4 }.");
        }

        return limits;
    }
}
