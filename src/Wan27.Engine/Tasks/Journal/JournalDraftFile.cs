using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// A journal that is being laid out and has no name of its own yet. Its file tells who makes it, so that what a killed process left can be
/// removed by the next one.
/// </summary>
internal sealed class JournalDraftFile(string folder, OwnerProcess owner)
{
    private const string Prefix = "journal.new-";

    // A layout takes a moment. Of a file that tells no process of this machine, a day decides.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    public string FilePath { get; } = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{HostOf(owner)}-{owner.Id}-{Guid.NewGuid():N}"));

    /// <summary>Removes it with what the database put beside it.</summary>
    public void Delete()
    {
        foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(FilePath) + "*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes what processes that are gone have left; whatever cannot be removed harms nobody.</summary>
    public static void DeleteAbandoned(string folder, DateTimeOffset now)
    {
        foreach (var file in Directory.GetFiles(folder, Prefix + "*"))
        {
            try
            {
                if (IsAbandoned(file, now))
                {
                    File.Delete(file);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Held by a scanner, or removed by another process just now.
            }
        }
    }

    private static bool IsAbandoned(string file, DateTimeOffset now)
        => Path.GetFileName(file)[Prefix.Length..].Split('-') is [var host, var id, _, ..]
            && host == HostOf(OwnerProcess.Current)
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                ? !OwnerProcess.Exists(process)
                : now - File.GetLastWriteTimeUtc(file) > LongestLife;

    private static string HostOf(OwnerProcess owner) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(owner.Host)).AsSpan(0, 4));
}
