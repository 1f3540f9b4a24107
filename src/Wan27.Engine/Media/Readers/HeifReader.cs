namespace Wan27.Engine.Media.Readers;

/// <summary>HEIF and AVIF: the largest picture that the properties describe. No route takes them, so no more than that.</summary>
internal static class HeifReader
{
    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var boxes = new BoxCursor(source, 0, source.Length);
        while (boxes.Next())
        {
            if (boxes.Type == BoxType.Meta)
            {
                return Properties(source, facts, boxes.Data + 4, Math.Min(boxes.End, source.Length));
            }
        }

        return source.IsPartial ? facts : facts.Truncated("the picture's description is missing");
    }

    private static MediaFacts Properties(ByteSource source, MediaFacts facts, long start, long end)
    {
        long width = 0;
        long height = 0;
        var rotation = 0;
        var groups = new BoxCursor(source, start, end);
        while (groups.Next())
        {
            if (groups.Type != BoxType.Iprp)
            {
                continue;
            }

            var containers = new BoxCursor(source, groups.Data, Math.Min(groups.End, end));
            while (containers.Next())
            {
                if (containers.Type != BoxType.Ipco)
                {
                    continue;
                }

                var properties = new BoxCursor(source, containers.Data, Math.Min(containers.End, end));
                while (properties.Next())
                {
                    if (properties.Type == BoxType.Ispe
                        && source.UInt32(properties.Data + 4) is { } across && source.UInt32(properties.Data + 8) is { } down
                        && (long)across * down > width * height)
                    {
                        (width, height) = (across, down);
                    }
                    else if (properties.Type == BoxType.Irot && source.Byte(properties.Data) is { } turns)
                    {
                        // Counted anticlockwise in quarters.
                        rotation = (4 - (turns & 3)) % 4 * 90;
                    }
                }
            }
        }

        return facts.Sized(width, height, rotation);
    }
}
