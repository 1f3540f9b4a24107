using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>Works out the steps that make a file conform. It reads nothing but facts and writes nothing.</summary>
internal static class ConformPlanner
{
    /// <summary>Bytes per pixel up to which a lossless picture usually shrinks below a limit.</summary>
    private const double LosslessBytesPerPixel = 2.0;

    private static readonly string[] LosslessPictures = [MediaFormat.Png, MediaFormat.Bmp, MediaFormat.Gif, MediaFormat.Tiff];

    private static readonly string[] OrdinaryCodecs = ["h264", "hevc"];

    public static ConformPlan Plan(ConformSource seen, MediaRole role, ContractView contract, ConformOptions options)
    {
        // Of a film whose sound is taken, the sound's length counts.
        var source = role.Kind == MediaKind.Audio && !seen.IsSeen ? seen.Facts with { Duration = seen.Facts.SoundDuration ?? seen.Facts.Duration } : seen.Facts;
        RefuseHopeless(source, role, contract);
        var draft = new Draft(source, seen, role, contract, options);
        if (role.HasPicture)
        {
            draft.AddPictureSteps();
        }

        if (role.HasLength)
        {
            draft.AddLengthSteps();
        }

        draft.AddFormatAndSizeSteps();
        return draft.ToPlan();
    }

    private static void RefuseHopeless(MediaFacts source, MediaRole role, ContractView contract)
    {
        if (source.Problems.FirstOrDefault(static problem => problem.IsFatal) is { } problem)
        {
            throw ConformRefusal.Of(problem, source.Path);
        }

        var kind = role.Kind.ToString().ToLowerInvariant();
        var hasSound = role.Kind == MediaKind.Audio && source.HasAudio;
        if (source.Kind != role.Kind && !hasSound)
        {
            throw MediaErrors.ConformKind(source.Path, source.Format, kind, role.Word);
        }

        if (role.HasLength && source.Duration is { } length)
        {
            var shortest = contract.Seconds(role.SecondsMinimumRule);
            if (length + source.Granularity < shortest)
            {
                throw MediaErrors.ConformTooShort(source.Path, Measure.Seconds(length), Measure.Seconds(shortest));
            }
        }

        if (role.HasPicture && source is not { Width: > 0, Height: > 0 })
        {
            var foreign = ForeignFormats.Find(source.Format);
            throw MediaErrors.ConformSize(
                source.Path, foreign?.Description ?? source.Format, foreign?.Advice(source, role.Kind) ?? $"Export it again as {string.Join(" or ", contract.Values(role.FormatsRule))}.");
        }
    }

    /// <summary>The plan while it grows.</summary>
    private sealed class Draft(MediaFacts source, ConformSource seen, MediaRole role, ContractView contract, ConformOptions options)
    {
        private readonly List<string> _steps = [];
        private readonly long _bytesMaximum = (long)contract.Number(role.BytesRule);
        private PictureGeometry? _geometry;
        private TimeSpan? _cutTo;
        private bool _flattens;
        private string _format = source.Format;

        public void AddPictureSteps()
        {
            var limits = new PictureLimits(contract.Number(role.SideMinimumRule), contract.Number(role.SideMaximumRule), contract.Number(role.AspectRule));
            var isSquare = role.Kind != MediaKind.Video || source.PixelAspect is not { IsSquare: false };
            var (width, height) = (isSquare ? source.Width!.Value : Math.Max(1, source.ShownWidth!.Value), source.Height!.Value);
            if (!isSquare)
            {
                _geometry = PictureGeometry.Fit(width, height, limits, options.Fit, even: true);
                _steps.Add($"Make its pixels square: {Measure.Size(source.Width!.Value, height)} of {source.PixelAspect} are shown as {Measure.Size(width, height)}.");
            }

            if (seen.IsAnimated)
            {
                _steps.Add("Take the first picture of its animation.");
            }

            if (!limits.Allows(width, height))
            {
                _geometry = PictureGeometry.Fit(width, height, limits, options.Fit, even: role.Kind == MediaKind.Video);
                var how = limits.AllowsAspect(width, height) ? "Scale" : options.Fit == MediaFit.Crop ? "Crop" : "Pad";
                var with = how == "Pad" ? $" with {options.Background}" : string.Empty;
                _steps.Add($"{how} from {Measure.Size(width, height)} to {Measure.Size(_geometry.Width, _geometry.Height)}{with}.");
            }

            if (role.Kind == MediaKind.Image && source.HasAlpha != false)
            {
                _flattens = true;
                if (source.HasAlpha == true)
                {
                    _steps.Add($"Flatten the alpha channel onto {options.Background}.");
                }
            }

            // Checked here so that -WhatIf refuses what the conversion would.
            _ = options.Colour;
        }

        public void AddLengthSteps()
        {
            var longest = contract.Seconds(role.SecondsMaximumRule);
            if (source.Duration is not { } length)
            {
                _cutTo = longest;
                _steps.Add($"Cut to {Measure.Seconds(longest)}, should it be longer: its header does not tell.");
            }
            else if (length > longest)
            {
                _cutTo = longest;
                _steps.Add($"Cut from {Measure.Seconds(length)} to {Measure.Seconds(longest)}.");
            }
            else if (source.StoredDuration is { } stored && stored > longest + source.Granularity)
            {
                _steps.Add($"Drop for good what the edit list hides: {Measure.Seconds(stored)} are stored, {Measure.Seconds(length)} shown.");
            }
        }

        public void AddFormatAndSizeSteps()
        {
            var allowed = contract.Values(role.FormatsRule);
            var isTooLarge = source.Length > _bytesMaximum;
            if (options.Format is { } asked && !allowed.Contains(asked, StringComparer.OrdinalIgnoreCase))
            {
                throw MediaErrors.ConformFormat(asked, role.Word, string.Join(", ", allowed));
            }

            var isAllowed = allowed.Contains(source.Format, StringComparer.OrdinalIgnoreCase);
            var isRewritten = _steps.Count > 0 || isTooLarge || HasOddCodec;

            // A picture that must be written anyway keeps its format where that is PNG or JPEG; films always become MP4.
            var isKept = isAllowed && (!isRewritten || (role.Kind == MediaKind.Image && !isTooLarge && source.Format is MediaFormat.Png or MediaFormat.Jpeg));
            _format = options.Format?.ToUpperInvariant() ?? (isKept ? source.Format : Target(isTooLarge));
            if (role.Kind == MediaKind.Video)
            {
                AddVideoFormatStep();
            }
            else if (!string.Equals(_format, source.Format, StringComparison.OrdinalIgnoreCase))
            {
                _steps.Add(source.Kind == role.Kind ? $"Convert from {source.Format} to {_format}." : $"Take the sound out of the {source.Format} as {_format}.");
            }
            else if (source.Problems.Any(problem => problem.IsMendedByWriting(source.Format)))
            {
                _steps.Add($"Write the {_format} again with its length in the header.");
            }

            if (isTooLarge)
            {
                _steps.Add($"Re-encode from {Measure.Bytes(source.Length)} to at most {Measure.Bytes(_bytesMaximum)}.");
            }
        }

        public ConformPlan ToPlan() => new()
        {
            Source = source,
            Seen = seen,
            Role = role,
            Contract = contract,
            Options = options,
            Format = _format,
            Steps = _steps,
            Geometry = _geometry,
            CutTo = _cutTo,
            Flattens = _flattens,
            BytesMaximum = _bytesMaximum,
        };

        private bool HasOddCodec => role.Kind == MediaKind.Video && source.VideoCodec is { } codec && !OrdinaryCodecs.Contains(codec);

        private void AddVideoFormatStep()
        {
            if (_format != source.Format)
            {
                _steps.Add($"Re-encode from {source.Format} ({source.VideoCodec ?? "unknown codec"}) to {_format} (H.264, AAC).");
            }
            else if (HasOddCodec)
            {
                _steps.Add($"Re-encode {source.VideoCodec} as H.264.");
            }
        }

        private string Target(bool isTooLarge) => role.Kind switch
        {
            MediaKind.Video => MediaFormat.Mp4,
            MediaKind.Audio => AudioTarget(),
            _ => LosslessPictures.Contains(source.Format) && !isTooLarge && Pixels() * LosslessBytesPerPixel <= _bytesMaximum ? MediaFormat.Png : MediaFormat.Jpeg,
        };

        private string AudioTarget()
        {
            const int BytesPerSample = 2;
            var seconds = (_cutTo ?? source.Duration ?? contract.Seconds(role.SecondsMaximumRule)).TotalSeconds;
            var bytes = seconds * (source.SampleRate ?? MediaConform.SampleRate) * (source.Channels ?? 2) * BytesPerSample;
            return source.Format == MediaFormat.Mp3 || bytes > _bytesMaximum ? MediaFormat.Mp3 : MediaFormat.Wav;
        }

        private double Pixels() => _geometry is { } geometry ? (double)geometry.Width * geometry.Height : (double)source.Width!.Value * source.Height!.Value;
    }
}
