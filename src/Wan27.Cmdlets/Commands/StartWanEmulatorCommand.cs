using System.Management.Automation;
using System.Net.Sockets;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Emulator;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Starts a loopback server that speaks the service's contract, and makes the profile 'emulator' for it: dry runs without key, cost or
/// network. It ends with Stop-WanEmulator or with the process.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "WanEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(WanEmulatorInfo))]
public sealed class StartWanEmulatorCommand : AsyncCmdlet
{
    private RecordReader? _reader;

    /// <summary>TCP port on loopback; 0, the default, takes a free one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [WholeNumber(EmptyIsZero = true)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Seconds that a task takes from submit to result, 0 to 86400; 3 when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number(WhenEmpty = 3)]
    [ValidateRange(0, 86400)]
    public double TaskSeconds { get; set; } = 3;

    /// <summary>What goes wrong: names of faults, once each; Name:3 for three times, Name:* for every time.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public string[] Fault { get; set; } = [];

    /// <summary>Wrapper providers that get a profile here too, such as 'emulator-fal'; wildcards are allowed, and * means all of them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlayedProviderCompleter))]
    [SupportsWildcards]
    public string[] Provider { get; set; } = [];

    /// <summary>Makes the profile 'emulator' the default until the emulator stops.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Default { get; set; }

    /// <summary>Emits an object with the address.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var faults = ReadFaults();
        var providers = ReadProviders();
        if (faults is not null && providers is not null && _reader!.Admits() && ShouldProcess($"loopback port {(Port == 0 ? "(free)" : Port)}, profile {EmulatorProfile.Name}", "Start emulator"))
        {
            Await(ct => StartAsync(faults, providers, ct));
        }
    }

    private FaultRule[]? ReadFaults()
    {
        try
        {
            return [.. Fault.Select(NamedFault.Parse)];
        }
        catch (FormatException wrong)
        {
            ThrowTerminatingError(ErrorRecords.From(ServiceErrors.EmulatorFaultUnknown(wrong.Message), Fault));
            return null;
        }
    }

    private string[]? ReadProviders()
    {
        var known = WrapperProfiles.Playable.Select(static provider => provider.Name).ToArray();
        var asked = Provider.Select(name => (Name: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToArray();
        if (asked.FirstOrDefault(entry => !known.Any(entry.Pattern.IsMatch)).Name is { } unknown)
        {
            ThrowTerminatingError(ErrorRecords.From(RouteErrors.ProviderUnknown(unknown, string.Join(", ", known)), Provider));
            return null;
        }

        return [.. known.Where(name => asked.Any(entry => entry.Pattern.IsMatch(name)))];
    }

    private async Task StartAsync(IReadOnlyList<FaultRule> faults, IReadOnlyList<string> providers, CancellationToken ct)
    {
        EmulatorServer server;
        try
        {
            server = await EmulatorServer.StartAsync(new EmulatorOptions { Port = Port, TaskSeconds = TaskSeconds, Faults = faults }, ct);
        }
        catch (SocketException taken)
        {
            throw ServiceErrors.EmulatorPortTaken(Port, taken.SocketErrorCode.ToString(), taken);
        }

        try
        {
            var info = new WanEmulatorInfo
            {
                Url = server.Url.GetLeftPart(UriPartial.Authority),
                Port = server.Port,
                Profile = EmulatorProfile.Name,
                TaskSeconds = TaskSeconds,
                StartedAt = DateTimeOffset.Now,
                Faults = Fault,
            };
            info = RunningEmulators.Add(info, server, providers, Default);
            await OnPipelineAsync(() =>
            {
                this.Tell($"The emulator listens on {info.Url}; use -Profile {string.Join(" or ", info.Wrappers.Keys.Prepend(info.Profile))}.");
                if (PassThru)
                {
                    WriteObject(info);
                }
            });
        }
        catch (WanException)
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
