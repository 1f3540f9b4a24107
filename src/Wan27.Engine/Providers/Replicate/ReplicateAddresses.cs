namespace Wan27.Engine.Providers.Replicate;

/// <summary>Where requests go. The addresses that a prediction names are not used, so that nobody in between can lead the key elsewhere.</summary>
internal static class ReplicateAddresses
{
    /// <summary>All predictions of the account, newest first.</summary>
    public const string Predictions = "/predictions";

    /// <summary>Where local files go.</summary>
    public const string Files = "/files";

    /// <summary>Where jobs of a model are submitted.</summary>
    public static string Submit(string model) => $"/models/{string.Join('/', model.Split('/').Select(Uri.EscapeDataString))}/predictions";

    /// <summary>A prediction.</summary>
    public static string Of(TaskAddress task) => $"{Predictions}/{Uri.EscapeDataString(task.TaskId)}";

    /// <summary>Where a prediction is canceled.</summary>
    public static string Cancel(TaskAddress task) => $"{Of(task)}/cancel";

    /// <summary>A prediction that nobody has.</summary>
    public static string OfNobody() => Of(Guid.NewGuid().ToString("N"));
}
