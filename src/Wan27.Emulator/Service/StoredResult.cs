using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>One result file in storage. Its bytes are made when first needed, its URLs are signed and expire.</summary>
internal sealed class StoredResult(string path, string? taskId, string model, DateTimeOffset createdAt, DateTimeOffset expiresAt, Func<Task<MediaFile>> make)
{
    private readonly Lazy<Task<MediaFile>> _file = new(async () => (await make()).Signed(path));
    private int _generation;

    public string Path { get; } = path;

    public string? TaskId { get; } = taskId;

    public string Model { get; } = model;

    /// <summary>Where a wrapper provider keeps it; null for the official storage.</summary>
    public ResultPlace? Place { get; init; }

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public Task<MediaFile> FileAsync() => _file.Value;

    /// <summary>Grows when a URL dies early: signatures of earlier generations are dead.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public void KillUrl() => Interlocked.Increment(ref _generation);
}
