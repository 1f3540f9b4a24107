namespace Wan27.Engine.Providers.Novita;

/// <summary>Where requests go: a model has an address of its own, and all tasks have one together.</summary>
internal static class NovitaAddresses
{
    /// <summary>Where jobs of a model are submitted.</summary>
    public static string Submit(string model) => $"/v3/async/{Uri.EscapeDataString(model)}";

    /// <summary>How a task is, and what came of it.</summary>
    public static string Result(string taskId) => $"/v3/async/task-result?task_id={Uri.EscapeDataString(taskId)}";

    /// <summary>The same of a task that nobody has.</summary>
    public static string OfNobody() => Result(Guid.NewGuid().ToString("D"));
}
