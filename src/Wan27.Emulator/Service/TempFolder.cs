namespace Wan27.Emulator.Service;

/// <summary>A folder of this emulator alone, made when first needed and deleted with everything in it at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly Lazy<string> _path = new(static () => Directory.CreateTempSubdirectory("wan27-emulator-").FullName);
    private int _count;

    public string NewFile(string extension)
        => System.IO.Path.Combine(_path.Value, $"{Interlocked.Increment(ref _count)}{extension}");

    public void Dispose()
    {
        if (_path.IsValueCreated && Directory.Exists(_path.Value))
        {
            Directory.Delete(_path.Value, recursive: true);
        }
    }
}
