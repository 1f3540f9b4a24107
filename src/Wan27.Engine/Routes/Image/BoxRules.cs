using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.Image;

/// <summary>Boxes against their picture. Coordinates are pixels of the original from its top left corner.</summary>
internal static class BoxRules
{
    /// <summary>Each box within its picture.</summary>
    public static IEnumerable<WanCheck> Inside(string subject, MediaFacts image, IReadOnlyList<IReadOnlyList<int>> boxes, ContractView contract)
        => boxes.Select((box, index) => Box(subject, image, index, box, contract.Source("image.boxes.perImage.max")));

    private static WanCheck Box(string subject, MediaFacts image, int index, IReadOnlyList<int> box, string source)
    {
        var text = $"[{string.Join(", ", box)}]";
        var check = new WanCheck
        {
            Rule = "image.boxes.inside",
            Subject = subject,
            Actual = text,
            Limit = image is { Width: { } w, Height: { } h } ? $"[0, 0, {w}, {h}]" : null,
            Message = $"Box {index + 1} of {subject}, {text}, lies within the picture.",
            Source = source,
        };
        if (box.Count != 4 || box[0] < 0 || box[1] < 0 || box[2] <= box[0] || box[3] <= box[1])
        {
            return check with
            {
                Status = WanCheckStatus.Failed,
                Message = $"Box {index + 1} of {subject}, {text}, is not left, top, right, bottom in pixels.",
                Fix = "Give four whole numbers, left before right and top before bottom.",
            };
        }

        if (image is not { Width: { } width, Height: { } height })
        {
            return check with
            {
                Status = WanCheckStatus.Skipped,
                Message = $"Box {index + 1} of {subject} could not be held against the picture: its size is not known here.",
                Fix = "Give a local file to have it checked.",
            };
        }

        if (box[2] <= width && box[3] <= height)
        {
            return check;
        }

        var fitsAsStored = image.Rotation is 90 or 270 && box[2] <= height && box[3] <= width;
        return check with
        {
            Status = fitsAsStored ? WanCheckStatus.Warning : WanCheckStatus.Failed,
            Message = fitsAsStored
                ? $"Box {index + 1} of {subject}, {text}, lies within the picture as stored but not as shown ({Measure.Size(width, height)}, turned by {image.Rotation} degrees)."
                : $"Box {index + 1} of {subject}, {text}, reaches beyond the picture of {Measure.Size(width, height)}.",
            Fix = fitsAsStored ? "Save the picture upright, then measure the box again." : $"Keep it within [0, 0, {width}, {height}].",
        };
    }
}
