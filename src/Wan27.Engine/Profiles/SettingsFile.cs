using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Wan27.Engine.Profiles;

/// <summary>A readable JSON file of the user's settings: for the owner only, replaced atomically, followed where it is a link.</summary>
/// <typeparam name="T">What lies in it; its own default is what an absent file says.</typeparam>
/// <param name="path">The file.</param>
/// <param name="json">How it is read and written.</param>
/// <param name="check">Gives what was read as it is used, or throws for what this version cannot use.</param>
/// <param name="unreadable">The error of a file that cannot be read, from the reason.</param>
/// <param name="unwritable">The error of a file that cannot be written.</param>
internal sealed class SettingsFile<T>(string path, JsonTypeInfo<T> json, Func<T, T> check, Func<string, Exception, WanException> unreadable, Func<Exception, WanException> unwritable)
    where T : class, new()
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    public T Read()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return check(JsonSerializer.Deserialize(stream, json) ?? new T());
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return new T();
        }
        catch (JsonException broken)
        {
            throw unreadable($"line {broken.LineNumber + 1} is not valid", broken);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw unreadable("access is denied or the drive is gone", denied);
        }
    }

    /// <summary>Changes the file under a lock that all processes of the user respect.</summary>
    public T Update(Func<T, T> change)
    {
        try
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
            var target = Target();
            using var held = FileLock.Acquire(target + ".lock", LockPatience);
            var changed = change(Read());
            OwnerOnly.Replace(target, JsonSerializer.SerializeToUtf8Bytes(changed, json));
            return changed;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw unwritable(denied);
        }
    }

    /// <summary>The file itself where a link leads to it: a rename onto the link would put a second file in its place.</summary>
    private string Target()
        => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
