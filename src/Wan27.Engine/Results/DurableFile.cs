using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>Small files that are either whole or absent, even when the power goes.</summary>
internal static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            DurableMove.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw StorageFault.Explain(exception, path);
        }
    }
}
