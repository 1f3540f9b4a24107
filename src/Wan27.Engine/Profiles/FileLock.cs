using System.Diagnostics;

namespace Wan27.Engine.Profiles;

/// <summary>A lock between processes: an exclusively opened file.</summary>
internal static class FileLock
{
    public static FileStream Acquire(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (waited.Elapsed < patience && !Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
            {
                Task.Delay(20).Wait();
            }
        }
    }
}
