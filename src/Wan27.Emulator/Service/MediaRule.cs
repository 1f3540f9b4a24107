using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>Checks an input against the limits of its role; <c>prefix</c> is the role's name in the contract data.</summary>
internal static class MediaRule
{
    public static void Picture(MediaFacts? facts, string prefix)
    {
        if (facts is null)
        {
            return;
        }

        Format(facts, prefix);
        if (facts.HasAlpha)
        {
            throw new ServiceRefusal(400, "InvalidImageFormat", "The image format is not supported: PNG with an alpha channel.");
        }

        Bytes(facts, prefix);
        Sides(facts, prefix, "InvalidImageResolution");
    }

    public static void Clip(MediaFacts? facts, string prefix)
    {
        if (facts is null)
        {
            return;
        }

        Format(facts, prefix);
        Bytes(facts, prefix);
        Sides(facts, prefix, "InvalidFile.Resolution");
        Seconds(facts, prefix);
    }

    public static void Audio(MediaFacts? facts, string prefix)
    {
        if (facts is null)
        {
            return;
        }

        Format(facts, prefix);
        Bytes(facts, prefix);
        Seconds(facts, prefix);
    }

    private static void Format(MediaFacts facts, string prefix)
    {
        if (!ContractNumbers.Current.Values(prefix + ".formats").Contains(facts.Format.ToString()))
        {
            throw ServiceRefusal.MediaFormat();
        }
    }

    private static void Bytes(MediaFacts facts, string prefix)
    {
        if (facts.Bytes > ContractNumbers.Current.Long(prefix + ".bytes.max"))
        {
            throw new ServiceRefusal(400, "InvalidFile.Size", "The file size is larger than allowed.");
        }
    }

    private static void Sides(MediaFacts facts, string prefix, string code)
    {
        if (facts.Width == 0)
        {
            return;
        }

        var contract = ContractNumbers.Current;
        var small = Math.Min(facts.Width, facts.Height);
        var large = Math.Max(facts.Width, facts.Height);
        if (small < contract.Int(prefix + ".side.min") || large > contract.Int(prefix + ".side.max"))
        {
            throw new ServiceRefusal(400, code, "The resolution of the media is outside the allowed range.");
        }

        if (large > small * contract.Number(prefix + ".aspect.max"))
        {
            throw new ServiceRefusal(400, "InvalidFile.AspectRatio", "The aspect ratio of the media is outside the allowed range.");
        }
    }

    private static void Seconds(MediaFacts facts, string prefix)
    {
        // Containers round: half a frame beyond a bound is still within it.
        const double slack = 0.05;
        var contract = ContractNumbers.Current;
        if (facts.Seconds > 0
            && (facts.Seconds < contract.Number(prefix + ".seconds.min") - slack || facts.Seconds > contract.Number(prefix + ".seconds.max") + slack))
        {
            throw new ServiceRefusal(400, "InvalidFile.Duration", "The duration of the media is outside the allowed range.");
        }
    }
}
