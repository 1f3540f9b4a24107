namespace Wan27.Emulator.Service;

/// <summary>Leave to upload one file: for one account and one model, for a short time.</summary>
internal sealed record UploadPolicy(string Policy, string Signature, string AccessKeyId, string Folder, Account Account, string Model, DateTimeOffset ExpiresAt, long MaxBytes);
