namespace Wan27.Engine.Checking;

/// <summary>The store that local files go to.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Server">Its server.</param>
internal sealed record UploadPlace(string Store, Uri Server);
