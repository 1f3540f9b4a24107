namespace Wan27.Emulator.Service;

/// <summary>A file that was uploaded here.</summary>
internal sealed record UploadedObject(string Key, string File, long Length, Account Account, string Model, DateTimeOffset StoredAt);
