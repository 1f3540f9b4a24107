using System.Globalization;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Facades;

/// <summary>The size and length of a clip that a wrapper provider lets make: the model behind it is the official one.</summary>
internal static class ClipShape
{
    /// <summary>What a clip elsewhere is taken to last.</summary>
    private const double ForeignSeconds = 5.02;

    /// <summary>A clip of a tier, in a named shape, in that of an input, or wide.</summary>
    public static ClipPlan Of(ContractNumbers contract, string model, string prompt, string tier, string? ratio, MediaFacts? lead, double seconds, double inputSeconds = 0)
    {
        var (width, height) = contract.OutputSize(tier, ratio ?? "16:9");
        if (ratio is null && lead is { Width: > 0 })
        {
            (width, height) = FrameSize.ByAspect((double)width * height, lead.Width, lead.Height);
        }

        return new ClipPlan(model, prompt, width, height, seconds, inputSeconds, MediaItem.TierOf(tier), WholeSeconds: true);
    }

    /// <summary>An edited clip lasts as long as asked for, and never longer than its source.</summary>
    public static ClipPlan OfEdit(ContractNumbers contract, string model, string prompt, string tier, string? ratio, MediaFacts? source, int? asked)
    {
        var whole = source is { Seconds: > 0 } ? Math.Round(source.Seconds, 2) : ForeignSeconds;
        var seconds = asked is > 0 ? Math.Min(asked.Value, whole) : whole;
        return Of(contract, model, prompt, tier, ratio, source, seconds, seconds);
    }

    /// <summary>A clip of a size in pixels.</summary>
    public static ClipPlan OfSize(string model, string prompt, string size, double seconds)
    {
        var sides = size.Split('*').Select(static side => int.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        return new ClipPlan(model, prompt, sides[0], sides[1], seconds, 0, Math.Min(sides[0], sides[1]), WholeSeconds: true);
    }
}
