using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>What all cmdlets that send a job share: the record's common options, the bundle, -WhatIf, and overlapping submits.</summary>
public abstract class SubmitCmdlet : AsyncCmdlet
{
    private HashSet<string> _explicit = [];
    private ClientSource? _clients;

    /// <summary>The record: a path or URL, a file, a row, or a result of this module whose media is taken over.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What is wanted. At most 5000 characters (contract sections 2.2, 3.1 and 4).</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Prompt { get; set; }

    /// <summary>Model id; the route's main model when left out (contract section 1.2).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [AllowEmptyString]
    public string? Model { get; set; }

    /// <summary>Random seed, 0 to 2147483647; the same seed does not promise the same picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    public long? Seed { get; set; }

    /// <summary>Puts the service's mark into the lower right corner; off when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Watermark { get; set; }

    /// <summary>Name of the profile to work under; the default profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>Sends without the local checks; recorded on the result.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    /// <summary>The route that this cmdlet drives.</summary>
    internal abstract string Route { get; }

    /// <summary>True when the record is a result of this module: then only its media and its profile are taken over.</summary>
    private bool IsOwnResult => Unwrap.Value(InputObject) is WanBundle;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _explicit = [.. MyInvocation.BoundParameters.Keys];
        _clients = new ClientSource(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Submit();
        }
        catch (WanException refused)
        {
            Refuse(refused);
        }
        catch (ArgumentTransformationMetadataException refused)
        {
            Refuse(ErrorFactory.Local(WanBoundary.Async, "NoMedia", refused.Message));
        }
    }

    /// <summary>Pipeline thread: reads the parameters of one record.</summary>
    internal abstract RouteRequest BuildRequest(ContractView contract);

    /// <summary>Pipeline thread: sends one record on its way.</summary>
    internal abstract void Enqueue(WanClient client, RouteRequest request, SubmitOptions options);

    /// <summary>Pipeline thread: reports a record that was not sent, in its place among the others.</summary>
    internal abstract void Refuse(WanException refused);

    /// <summary>The user's own name for the job, where the cmdlet has one.</summary>
    internal virtual string? Job => null;

    /// <summary>What errors of this record point to.</summary>
    internal object? Target => InputObject ?? (object?)Prompt;

    internal StepLog CreateLog() => new(this);

    /// <summary>
    /// The value of a parameter for this record. A result of this module piped in has a prompt, a model and a job key of its own; those
    /// belong to the job that made it and must not leak into the next one.
    /// </summary>
    internal TValue? Asked<TValue>(string parameter, TValue? value)
        => IsOwnResult && !_explicit.Contains(parameter) ? default : value;

    internal string? AskedText(string parameter, string? value)
        => Asked(parameter, value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A switch that is off is only sent when it was written out.</summary>
    internal bool? AskedSwitch(string parameter, SwitchParameter value)
        => value.IsPresent ? Asked(parameter, (bool?)true) : _explicit.Contains(parameter) ? false : null;

    /// <summary>The media that the record itself stands for, when it is a text, a file or a result.</summary>
    internal IReadOnlyList<string> PipedMedia()
        => Unwrap.Value(InputObject) switch
        {
            string text when !string.IsNullOrWhiteSpace(text) => [text],
            { } input => MediaOf.Object(input) ?? [],
            _ => [],
        };

    internal string ModelFor(ContractView contract)
        => AskedText(nameof(Model), Model) ?? contract.Data.DefaultModel(Route).Id;

    private void Submit()
    {
        if (Unwrap.Value(InputObject) is WanTask { State: WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired } ended)
        {
            // Wait-WanTask has already reported it; one lost job is one error.
            WriteVerbose($"Task {ended.TaskId} is {ended.State} and is passed over.");
            return;
        }

        var client = _clients!.Get(Profile);
        var contract = client.Bundle.Contract;
        var request = BuildRequest(contract);
        if (ShouldProcess(Describe(client, request), $"Submit {request.Route}"))
        {
            Enqueue(client, request, new SubmitOptions { JobKey = Job, SkipPreflight = SkipPreflight });
        }
        else if (!SkipPreflight)
        {
            // A dry run that hides what a real one would refuse is worth nothing.
            PreflightGate.Ensure(request, [.. request.Check(contract)]);
        }
    }

    private static string Describe(WanClient client, RouteRequest request)
    {
        var contract = client.Bundle.Contract;
        return $"{request.Model}, {client.Bundle.Profile.Region}, {client.Bundle.Endpoint}, {request.ResolutionText(contract)}, billed: {request.Estimate(contract).Text}";
    }
}
