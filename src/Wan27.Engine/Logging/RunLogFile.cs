using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Logging;

/// <summary>
/// The log of this process in one folder: JSON lines in a file of its own, for the owner only. A full file is followed by the next; of the old
/// ones the newest stay.
/// </summary>
internal sealed partial class RunLogFile(string folder, TimeProvider time)
{
    // The file of a process that still waits for its tasks may not have been written to for hours.
    private static readonly TimeSpan Untouchable = TimeSpan.FromDays(1);

    private readonly object _turn = new();
    // Containers share process ids, and now and then a second; a few digits of chance keep them apart.
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"wan27-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Environment.ProcessId}-{Random.Shared.Next(0x10000):x4}");
    private int _part;
    private bool _isBroken;

    /// <summary>Appends a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="bytes">How large a file may become.</param>
    /// <param name="files">How many files stay.</param>
    /// <returns>What is wrong, the first time that nothing can be written; null otherwise.</returns>
    public string? Write(string line, long bytes, int files) => Try(files, () =>
    {
        // Opened for each line, so that whoever moves or deletes logs is never in the way.
        using (var file = OwnerOnly.Append(PathOf(_part)))
        {
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            if (file.Length < bytes)
            {
                return;
            }
        }

        NextPart(files);
    });

    /// <summary>Makes the file, so that it shows beforehand whether it can be written; says what is wrong like <see cref="Write"/>.</summary>
    /// <param name="files">How many files stay.</param>
    public string? Open(int files) => _part > 0 ? null : Try(files, () => OwnerOnly.Append(PathOf(_part)).Dispose());

    private string? Try(int files, Action write)
    {
        lock (_turn)
        {
            try
            {
                if (_part == 0 || !Directory.Exists(folder))
                {
                    OwnerOnly.CreateFolder(folder);
                    NextPart(files);
                }

                write();
                _isBroken = false;
                return null;
            }
            catch (Exception denied) when (denied is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                var isNews = !_isBroken;
                _isBroken = true;
                return isNews ? denied.Message : null;
            }
        }
    }

    private string PathOf(int part) => Path.Combine(folder, part == 1 ? $"{_name}.jsonl" : string.Create(CultureInfo.InvariantCulture, $"{_name}.{part}.jsonl"));

    private void NextPart(int files)
    {
        _part++;
        var old = time.GetUtcNow().UtcDateTime - Untouchable;
        foreach (var file in new DirectoryInfo(folder).GetFiles().Where(static file => OurName().IsMatch(file.Name)).OrderByDescending(static file => file.LastWriteTimeUtc).Skip(files).Where(file => file.LastWriteTimeUtc < old))
        {
            try
            {
                file.Delete();
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // Somebody reads it, or it is another user's; it is tried again with the next file.
            }
        }
    }

    [GeneratedRegex(@"^wan27-\d{8}T\d{6}Z-\d+-[0-9a-f]{4}(\.\d+)?\.jsonl$")]
    private static partial Regex OurName();
}
