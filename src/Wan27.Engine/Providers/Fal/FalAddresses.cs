using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// Where requests go. An answer names addresses too; they are not used, so that nobody in between can lead the key elsewhere: a request is
/// found below the first two parts of its model's id.
/// </summary>
internal static class FalAddresses
{
    /// <summary>The model that a task is taken to be of where nothing but its id is known; all of this generation have these two parts.</summary>
    private const string Family = "fal-ai/wan";

    /// <summary>Where jobs of a model are submitted.</summary>
    public static string Submit(string model) => $"/{Escaped(model.Split('/'))}";

    /// <summary>The result of a request, in the model's own words.</summary>
    public static string Result(TaskAddress task) => $"/{Escaped((task.Model ?? Family).Split('/').Take(2))}/requests/{Uri.EscapeDataString(task.TaskId)}";

    /// <summary>How a request is.</summary>
    public static string Status(TaskAddress task) => $"{Result(task)}/status";

    /// <summary>Where a request is canceled.</summary>
    public static string Cancel(TaskAddress task) => $"{Result(task)}/cancel";

    /// <summary>The status of a request that nobody has.</summary>
    public static string OfNobody() => Status(Guid.NewGuid().ToString("D"));

    private static string Escaped(IEnumerable<string> parts) => string.Join('/', parts.Select(Uri.EscapeDataString));
}
