using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>Where a converted file goes: beside its source under a name of its own, into a folder, or to a named file.</summary>
internal sealed class ConformTarget
{
    private const string Suffix = "-wan";

    private readonly string? _folder;
    private readonly string? _file;
    private readonly HashSet<string> _taken = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private ConformTarget(string? folder, string? file) => (_folder, _file) = (folder, file);

    /// <summary>Format that the name of the file asks for, in the contract's spelling; null where the name leaves it open.</summary>
    public string? Format => _file is null ? null : MediaFormat.FromExtension(Path.GetExtension(_file));

    /// <summary>Reads a destination. What ends in a separator, is a folder or has no extension is one; null is the source's own.</summary>
    /// <param name="path">Absolute path, or null.</param>
    public static ConformTarget Parse(string? path)
        => path is null ? new ConformTarget(null, null)
            : Path.EndsInDirectorySeparator(path) || Directory.Exists(path) || !Path.HasExtension(path) ? new ConformTarget(path, null)
            : new ConformTarget(Path.GetDirectoryName(path), path);

    /// <summary>The path of a plan's result. No two results of a run share one.</summary>
    public string For(ConformPlan plan)
    {
        var target = _file ?? InFolder(plan);
        return _taken.Add(target)
            ? target
            : throw (_file is null ? StorageErrors.ConformSameTarget(target) : StorageErrors.ConformSameTargetOfOneFile(target));
    }

    /// <summary>Makes the folder, when one was named.</summary>
    public void CreateFolder()
    {
        if (_folder is not null)
        {
            try
            {
                Directory.CreateDirectory(_folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw StorageErrors.ConformFolderNotMade(_folder, refused);
            }
        }
    }

    private string InFolder(ConformPlan plan)
    {
        var source = Path.GetFullPath(plan.Source.Path);
        var home = Path.GetDirectoryName(source)!;
        var folder = _folder is null ? home : Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder));
        var extension = Path.GetExtension(source);
        if (MediaFormat.FromExtension(extension) != plan.Format)
        {
            extension = plan.Extension;
        }

        var name = Path.GetFileNameWithoutExtension(source) + (folder == home ? Suffix : string.Empty);
        return Path.Combine(folder, name + extension);
    }
}
