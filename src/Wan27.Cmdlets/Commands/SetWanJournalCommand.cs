using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>Says which journal is used: the local one, or a database that several machines share.</summary>
[Cmdlet(VerbsCommon.Set, "WanJournal", SupportsShouldProcess = true)]
[OutputType(typeof(WanJournal))]
public sealed class SetWanJournalCommand : PSCmdlet
{
    private RecordReader? _reader;

    /// <summary>Uses a PostgreSQL database.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Postgres { get; set; }

    /// <summary>Goes back to the file of this user on this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Local { get; set; }

    /// <summary>Environment variable that holds the connection text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ConnectionVariable { get; set; }

    /// <summary>File that holds the connection text and nothing else.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ConnectionFile { get; set; }

    /// <summary>Name of a secret that holds the connection text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? ConnectionSecret { get; set; }

    /// <summary>Vault of the secret; the default vault when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Vault { get; set; }

    /// <summary>Emits the journal after the change.</summary>
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
            WriteError(ErrorRecords.From(refused, null, _reader!.Place));
        }
    }

    private void Set()
    {
        var source = SourceOf();
        if (!ShouldProcess(source is null ? "the local journal" : $"the shared journal of {source}", "Use as journal"))
        {
            return;
        }

        var journal = EngineSource.Engine.Journal;
        journal.Set(source);
        if (source is not null && journal.UnfinishedLocal is > 0 and var open)
        {
            WriteWarning($"The local journal holds {open} {(open == 1 ? "task" : "tasks")} that {(open == 1 ? "has" : "have")} not come to an end; Copy-WanJournal puts them into the shared one.");
        }

        if (Environment.GetEnvironmentVariable("WAN27_JOURNAL") is { Length: > 0 })
        {
            WriteWarning("The setting is kept, but the variable WAN27_JOURNAL goes before it.");
        }

        if (PassThru)
        {
            WriteObject(journal.Describe(this.ReadSecret));
        }
    }

    private KeySource? SourceOf()
    {
        var given = new (string Name, KeySource? Source)[]
        {
            (nameof(ConnectionVariable), ConnectionVariable is null ? null : new KeySource(KeySourceKind.Variable, ConnectionVariable)),
            (nameof(ConnectionFile), ConnectionFile is null ? null : new KeySource(KeySourceKind.File, this.ResolvePath(ConnectionFile))),
            (nameof(ConnectionSecret), ConnectionSecret is null ? null : new KeySource(KeySourceKind.Secret, ConnectionSecret, Vault)),
        }.Where(static way => way.Source is not null).ToArray();
        var names = string.Join(" and ", given.Select(static way => way.Name));
        if (Postgres.IsPresent == Local.IsPresent)
        {
            throw StorageErrors.JournalSourcesExcludeOfKind();
        }

        if (Vault is not null && ConnectionSecret is null)
        {
            throw StorageErrors.JournalSourcesExcludeOfVault();
        }

        return given switch
        {
            { Length: > 0 } when Local => throw StorageErrors.JournalSourcesExcludeOfLocal(names),
            [] => Local ? null : throw StorageErrors.JournalSourcesExcludeOfNone(),
            [var way] => way.Source,
            _ => throw StorageErrors.JournalSourcesExclude(names),
        };
    }
}
