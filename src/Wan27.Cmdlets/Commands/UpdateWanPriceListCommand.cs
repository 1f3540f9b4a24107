using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Reads the prices that the account's own endpoint publishes into a price list (contract section 1.4). What cannot be read with certainty is
/// listed as unread and never guessed; the user's own rows stay.
/// </summary>
[Cmdlet(VerbsData.Update, "WanPriceList", SupportsShouldProcess = true)]
[OutputType(typeof(WanPriceUpdate))]
public sealed class UpdateWanPriceListCommand : AsyncCmdlet
{
    private RecordReader? _reader;

    /// <summary>The list's file, JSON or CSV by its name, which need not exist; that of the profile when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "FullName")]
    [Text]
    [AllowEmptyString]
    public string? Path { get; set; }

    /// <summary>Name of the profile whose endpoint is asked; the default profile when left out.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>The currency that the account is billed in, a code of ISO 4217, for prices that name none; without it those stay unread.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Currency { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            Update();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Path, _reader!.Place));
        }
    }

    private void Update()
    {
        var profile = RouteCmdlet.AskedText(Profile);
        var path = EngineSource.Engine.PricesPath(RouteCmdlet.AskedText(Path) is { } named ? this.ResolvePath(named) : null, profile);
        if (!ShouldProcess(path, "Bring to the prices that the endpoint publishes"))
        {
            return;
        }

        var log = new StepLog(this);
        var asked = EngineSource.Engine;
        AwaitRecord(path, async ct =>
        {
            IReadOnlyList<WanPriceUpdate> updates = [];
            Task<IReadOnlyList<WanPriceUpdate>>? work = null;
            await OnPipelineAsync(() => work = asked.UpdatePricesAsync(path, profile, RouteCmdlet.AskedText(Currency), this.ReadSecret, log, ct));
            updates = await work!;
            foreach (var update in updates)
            {
                await WriteObjectAsync(update);
            }
        });
    }
}
