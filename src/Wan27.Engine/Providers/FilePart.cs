namespace Wan27.Engine.Providers;

/// <summary>A file on its way, or a part of it.</summary>
/// <param name="File">The open file.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Report">Told how far the whole file is, in percent.</param>
internal sealed record FilePart(FileStream File, long Offset, long Length, Action<int> Report)
{
    public static FilePart Whole(FileStream file, Action<int> report) => new(file, 0, file.Length, report);
}
