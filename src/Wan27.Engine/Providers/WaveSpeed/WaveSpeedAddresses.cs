namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>
/// Where requests go. An answer names the address of its result too; it is not used, so that nobody in between can lead the key elsewhere.
/// </summary>
internal static class WaveSpeedAddresses
{
    /// <summary>Where an upload is asked for.</summary>
    public const string Uploads = "/api/v3/media/uploads";

    /// <summary>Where jobs of a model are submitted.</summary>
    public static string Submit(string model) => $"/api/v3/{string.Join('/', model.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>How a prediction is, and what came of it.</summary>
    public static string Result(string id) => $"{Bare(id)}/result";

    /// <summary>The same as some of the pages have it.</summary>
    public static string Bare(string id) => $"/api/v3/predictions/{Uri.EscapeDataString(id)}";

    /// <summary>The result of a prediction that nobody has.</summary>
    public static string OfNobody() => Result(Guid.NewGuid().ToString("N"));
}
