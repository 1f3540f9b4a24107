using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Makes files conform to a route's rules with ffmpeg: cuts, scales, pads or crops, flattens, converts. The source is left alone; a file that
/// conforms already is copied.
/// </summary>
[Cmdlet(VerbsData.Convert, "WanMedia", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ConvertWanMediaCommand : AsyncCmdlet
{
    private OrderedWork<FileInfo>? _work;
    private StepLog? _log;
    private KeylessBundle? _bundle;
    private MediaRole? _role;
    private ConformTarget? _target;
    private MediaConform? _conform;

    /// <summary>Files to convert.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LiteralPath")]
    [Media(IsList = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The route that will use the file: image_generation_or_editing, image_to_video or video_editing; short: image, i2v, videoedit.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [ValidateNotNullOrEmpty]
    public string Route { get; set; } = string.Empty;

    /// <summary>What the file is for: image; first_frame, last_frame, first_clip, driving_audio; video, reference_image.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string Role { get; set; } = string.Empty;

    /// <summary>A file, whose extension chooses the format, or a folder. Beside the source, with -wan after its name, when left out.</summary>
    [Parameter(Position = 3)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>How a forbidden aspect is mended: Pad adds bars, Crop cuts the sides.</summary>
    [Parameter]
    [ValidateSet(nameof(MediaFit.Pad), nameof(MediaFit.Crop))]
    public string Fit { get; set; } = nameof(MediaFit.Pad);

    /// <summary>Colour of bars and of what was transparent: #RRGGBB or an English name; black when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public new string Background { get; set; } = ConformOptions.Default.Background;

    /// <summary>Replaces a file that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Name of the profile whose limits hold; the default profile when left out. Its key is not needed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            var route = RouteName.Parse(Route);
            _role = MediaRole.Find(route, Role.Trim()) ?? throw ErrorFactory.Local(
                WanBoundary.Route, "RoleUnknown", $"The route {route} takes no {Role}.", $"Roles: {string.Join(", ", MediaRole.All.Where(role => role.Route == route).Select(static role => role.Word))}.");
            _bundle = new ContractSource(this).Get(Profile);
            _target = ConformTarget.Parse(Destination is null ? null : this.ResolvePath(Destination));
        }
        catch (WanException refused)
        {
            ThrowTerminatingError(ErrorRecords.From(refused, null));
        }

        _log = new StepLog(this);
        _conform = new MediaConform(FfmpegTools.Find());

        // ffmpeg takes every processor by itself.
        _work = new OrderedWork<FileInfo>(this, parallel: 1, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                Convert(path);
            }
            catch (WanException refused)
            {
                _work!.Fail(refused, path);
            }
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

    private void Convert(string path)
    {
        if (MediaSource.IsUrl(path))
        {
            throw ErrorFactory.Local(WanBoundary.Media, "NotAFilePath", $"'{MediaSource.Remote(path).Display}' is a URL; only local files are converted.", "Download it first.");
        }

        var file = this.ResolvePath(path);
        MediaFacts? facts = null;
        Await(async ct => facts = await MediaProbe.ReadAsync(file, ct).ConfigureAwait(false));
        var options = new ConformOptions { Fit = Enum.Parse<MediaFit>(Fit, ignoreCase: true), Background = Background, Format = _target!.Format, Overwrite = Force };
        var plan = MediaConform.Plan(facts!, _role!, _bundle!.Contract, options);
        var target = _target.For(plan);
        var steps = plan.Conforms ? ["Copy it: it conforms already."] : plan.Steps;
        var what = $"{file} to {target}: {string.Join(" ", steps)}";

        // Said by -Verbose and -WhatIf alike.
        if (ShouldProcess($"Convert {what}", $"Convert {what}", "Convert-WanMedia"))
        {
            _work!.Add(ct => RunAsync(plan, target, ct), path);
        }
    }

    private async Task<FileInfo> RunAsync(ConformPlan plan, string target, CancellationToken ct)
    {
        var activity = $"Converting {System.IO.Path.GetFileName(plan.Source.Path)}";
        try
        {
            _target!.CreateFolder();
            await _conform!.RunAsync(plan, target, new PercentLog(_log!, activity, string.Join(" ", plan.Steps)), ct).ConfigureAwait(false);
            return new FileInfo(target);
        }
        finally
        {
            _log!.Progress(activity, "Done", 100);
        }
    }
}
