using System.Management.Automation;
using System.Net.Sockets;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Output;
using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Starts a loopback server that speaks the service's contract, and makes the profile 'emulator' for it: dry runs without key, cost or
/// network. It ends with Stop-WanEmulator or with the process.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "WanEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(WanEmulatorInfo))]
public sealed class StartWanEmulatorCommand : AsyncCmdlet
{
    // A task is looked at a few times on its way, however short that way is.
    private const double LooksPerTask = 4;
    private const double ShortestPoll = 0.1;

    /// <summary>TCP port on loopback; 0, the default, takes a free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Seconds that a task takes from submit to result, 0 to 86400; 3 when left out.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public double TaskSeconds { get; set; } = 3;

    /// <summary>Makes the profile 'emulator' the default until the emulator stops.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Emits an object with the address.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShouldProcess($"loopback port {(Port == 0 ? "(free)" : Port)}, profile {RunningEmulators.ProfileName}", "Start emulator"))
        {
            Await(StartAsync);
        }
    }

    private async Task StartAsync(CancellationToken ct)
    {
        EmulatorServer server;
        try
        {
            server = await EmulatorServer.StartAsync(new EmulatorOptions { Port = Port, TaskSeconds = TaskSeconds }, ct);
        }
        catch (SocketException taken)
        {
            throw ErrorFactory.Local(WanBoundary.Service, "EmulatorPortTaken", $"Port {Port} cannot be listened on: {taken.SocketErrorCode}.", "Leave out -Port to take a free one.", inner: taken);
        }

        try
        {
            var info = new WanEmulatorInfo
            {
                Url = server.Url.GetLeftPart(UriPartial.Authority),
                Port = server.Port,
                Profile = RunningEmulators.ProfileName,
                TaskSeconds = TaskSeconds,
                StartedAt = DateTimeOffset.Now,
            };
            RunningEmulators.Add(info, server, SetProfile(info, server));
            await OnPipelineAsync(() =>
            {
                this.Tell($"The emulator listens on {info.Url}; use -Profile {info.Profile}.");
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

    /// <summary>Returns the default profile that was in force before.</summary>
    private string? SetProfile(WanEmulatorInfo info, EmulatorServer server)
    {
        var catalogue = ProfileCatalogue.ForUser();
        var before = catalogue.List().FirstOrDefault(static entry => entry.IsDefault).Profile?.Name;
        catalogue.Set(new ProfileChange
        {
            Name = RunningEmulators.ProfileName,
            Region = server.Options.Region,
            Endpoint = info.Url,
            Key = new KeySource(KeySourceKind.Session),
            Limit = PollLimits(),
            MakeDefault = Default,
        });
        KeyReader.Remember(RunningEmulators.ProfileName, server.ApiKey);
        return before == RunningEmulators.ProfileName ? null : before;
    }

    /// <summary>The service's pace would make short tasks wait; an emulated one is looked at in proportion to its length.</summary>
    private Dictionary<string, double> PollLimits()
    {
        var contract = ContractData.Current;
        var limits = new Dictionary<string, double>();
        foreach (var group in new[] { "poll.image", "poll.i2v", "poll.videoedit" })
        {
            limits[$"{group}.seconds"] = Math.Clamp(TaskSeconds / LooksPerTask, ShortestPoll, contract.Limit($"{group}.seconds").Value);
            limits[$"{group}.first.seconds"] = Math.Clamp(TaskSeconds / LooksPerTask, ShortestPoll, contract.Limit($"{group}.first.seconds").Value);
        }

        return limits;
    }
}
