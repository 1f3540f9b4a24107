using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Makes files conform to a route's rules with ffmpeg: cuts, scales, pads or crops, flattens, converts. The source is left alone; a file that
/// conforms already is copied.
/// </summary>
[Cmdlet(VerbsData.Convert, "WanMedia", SupportsShouldProcess = true, DefaultParameterSetName = ByPattern)]
[OutputType(typeof(FileInfo))]
public sealed class ConvertWanMediaCommand : AsyncCmdlet
{
    private const string ByPattern = "Path";
    private const string ByName = "LiteralPath";

    // ffmpeg takes every processor by itself.
    private const int OneAtATime = 1;

    private OrderedWork<FileInfo>? _work;
    private StepLog? _log;
    private KeylessSource? _clients;
    private RecordReader? _reader;
    private readonly Dictionary<string, ConformTarget> _targets = new(StringComparer.Ordinal);

    /// <summary>Files to convert, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPattern)]
    [Files]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files to convert, taken as they are written: brackets, stars and semicolons are part of the name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("PSPath", "FullName")]
    [Files(IsLiteral = true)]
    [AllowEmptyCollection]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The route that will use the file: image_generation_or_editing, image_to_video, video_editing, text_to_video or reference_to_video; short: image, i2v, videoedit, t2v, r2v.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Route { get; set; } = string.Empty;

    /// <summary>What the file is for: image; first_frame, last_frame, first_clip, driving_audio; video, reference_image; driving_audio; reference_image, reference_video, reference_voice, first_frame.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Role { get; set; } = string.Empty;

    /// <summary>A file, whose extension chooses the format, or a folder. Beside the source, with -wan after its name, when left out.</summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Destination { get; set; }

    /// <summary>How a forbidden aspect is mended: Pad adds bars, Crop cuts the sides.</summary>
    [Parameter]
    [ValidateSet(nameof(MediaFit.Pad), nameof(MediaFit.Crop))]
    public string Fit { get; set; } = nameof(MediaFit.Pad);

    /// <summary>Colour of bars and of what was transparent: #RRGGBB or an English name; black when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Background { get; set; } = ConformOptions.Default.Background;

    /// <summary>Replaces a file that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Name of the profile whose limits hold; the default profile when left out. Its key is not needed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new KeylessSource(this);
        try
        {
            // What is wrong on the command line is wrong for every file.
            if (_reader.IsWritten(nameof(Route)) && _reader.IsWritten(nameof(Role)))
            {
                RoleOf();
                _clients.Get(Profile);
            }

            if (_reader.IsWritten(nameof(Destination)))
            {
                TargetOf();
            }
        }
        catch (WanException refused)
        {
            ThrowTerminatingError(ErrorRecords.From(refused, null));
        }

        _log = new StepLog(this);

        _work = new OrderedWork<FileInfo>(this, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            var role = RoleOf();
            foreach (var path in ParameterSetName == ByName ? LiteralPath : Path)
            {
                Each(path, role);
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

    /// <summary>The role that the file is for. A result names the route that made it, which says nothing about the one that will use it.</summary>
    private MediaRole RoleOf()
    {
        if (string.IsNullOrWhiteSpace(Route) || (_reader!.IsFromRecord(nameof(Route)) && _reader.OriginOf(nameof(Path)) is WanBundle))
        {
            throw RouteErrors.RouteMissing();
        }

        var route = RouteCatalogue.Parse(Route);
        return route.FindRole(Role.Trim()) ?? throw RouteErrors.RoleUnknown(route.Name, Cell.Shown(Role), string.Join(", ", route.Roles.Select(static role => role.Word)));
    }

    /// <summary>One for each destination: it knows which names this run has given away.</summary>
    private ConformTarget TargetOf()
    {
        var path = Destination is null ? null : this.ResolvePath(Destination);
        if (!_targets.TryGetValue(path ?? string.Empty, out var target))
        {
            target = _targets[path ?? string.Empty] = ConformTarget.Parse(path);
        }

        return target;
    }

    /// <summary>One file or pattern; what is wrong with it does not stop the others.</summary>
    private void Each(string path, MediaRole role)
    {
        try
        {
            if (FilePaths.IsAddress(path))
            {
                throw StoreReference.Is(path) ? MediaErrors.NotAFilePathToConvertOfStore(path) : MediaErrors.NotAFilePathToConvert(MediaSource.Remote(path).Display);
            }

            foreach (var file in ParameterSetName == ByName ? [this.ResolvePath(path)] : this.Expand(path))
            {
                TryConvert(file, role);
            }
        }
        catch (WanException refused)
        {
            _work!.Fail(refused, path, _reader!.Place);
        }
    }

    private void TryConvert(string file, MediaRole role)
    {
        try
        {
            Convert(file, role);
        }
        catch (WanException refused)
        {
            _work!.Fail(refused, file, _reader!.Place);
        }
    }

    private void Convert(string file, MediaRole role)
    {
        var client = _clients!.Get(Profile);
        var chosen = TargetOf();
        MediaFacts? facts = null;
        Await(async ct => facts = await client.LookAsync(file, ct).ConfigureAwait(false));
        var options = new ConformOptions { Fit = Enum.Parse<MediaFit>(Fit, ignoreCase: true), Background = Background, Format = chosen.Format, Overwrite = Force };
        var plan = PlanOf(client, facts!, role, options);
        foreach (var problem in facts!.Problems)
        {
            // What is fatal has been refused; what is not goes into the result, and is no secret.
            WriteWarning($"{file}: {problem.Message} {problem.Fix}");
        }

        var target = chosen.For(plan);
        var steps = plan.Conforms ? ["Copy it: it conforms already."] : plan.Steps;
        var what = $"{file} to {target}: {string.Join(" ", steps)}";

        // Said by -Verbose and -WhatIf alike.
        if (ShouldProcess($"Convert {what}", $"Convert {what}", "Convert-WanMedia"))
        {
            _work!.Add(string.Empty, OneAtATime, ct => RunAsync(client, plan, chosen, target, ct), file, _reader!.Place);
        }
    }

    /// <summary>Plans beside the pipeline's thread. What is refused is this file's error alone.</summary>
    private ConformPlan PlanOf(KeylessClient client, MediaFacts facts, MediaRole role, ConformOptions options)
    {
        ConformPlan? plan = null;
        WanException? refused = null;
        Await(async ct =>
        {
            try
            {
                plan = await client.PlanAsync(facts, role, options, ct).ConfigureAwait(false);
            }
            catch (WanException failed)
            {
                refused = failed;
            }
        });
        return plan ?? throw refused!;
    }

    private async Task<FileInfo> RunAsync(KeylessClient client, ConformPlan plan, ConformTarget chosen, string target, CancellationToken ct)
    {
        var activity = $"Converting {System.IO.Path.GetFileName(plan.Source.Path)}";
        try
        {
            chosen.CreateFolder();
            foreach (var warning in await client.ConvertAsync(plan, target, new PercentLog(_log!, activity, string.Join(" ", plan.Steps)), ct).ConfigureAwait(false))
            {
                _log!.Warning(warning);
            }

            return new FileInfo(target);
        }
        finally
        {
            _log!.Progress(activity, "Done", 100);
        }
    }
}
