using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>
/// A note on disk of an upload in parts that has begun. It is held open while the upload runs, so that a note that can be opened tells of a run that
/// was killed: the next one takes the parts away.
/// </summary>
internal sealed class UploadNote : IDisposable
{
    private const string Extension = ".upload.json";

    private readonly FileStream _file;

    private UploadNote(FileStream file, UploadNoteContent content)
    {
        _file = file;
        Content = content;
    }

    public UploadNoteContent Content { get; private set; }

    /// <summary>Notes that an upload begins, before the store is asked for one.</summary>
    public static UploadNote Begin(string folder, UploadNoteContent content)
    {
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, $"{NameOf(content)}{Extension}");
        var note = new UploadNote(Open(path, FileMode.CreateNew), content);
        note.Write(content);
        return note;
    }

    /// <summary>The notes of runs that are gone. Each is held until it is disposed of.</summary>
    public static IEnumerable<UploadNote> Abandoned(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (TryOpen(path) is { } note)
            {
                yield return note;
            }
        }
    }

    /// <summary>Adds the id that the store gave.</summary>
    public void Started(string uploadId) => Write(Content = Content with { UploadId = uploadId });

    /// <summary>The upload is no more: completed, aborted, or unknown to the store.</summary>
    public void Forget()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }

    public void Dispose() => _file.Dispose();

    private static UploadNote? TryOpen(string path)
    {
        FileStream file;
        try
        {
            file = Open(path, FileMode.Open);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Its upload runs, in this process or in another one; or it has just ended.
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize(file, UploadNoteJson.Default.UploadNoteContent) is { } content)
            {
                return new UploadNote(file, content);
            }
        }
        catch (JsonException)
        {
            // Killed before its first word was on disk: no upload had been asked for.
        }

        file.Dispose();
        File.Delete(path);
        return null;
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode == FileMode.CreateNew)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static string NameOf(UploadNoteContent content)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{content.Endpoint}/{content.Bucket}/{content.Key}")).AsSpan(0, 8)).ToLowerInvariant() + "-" + content.Upload;

    private void Write(UploadNoteContent content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, UploadNoteJson.Default.UploadNoteContent);
        _file.Position = 0;
        _file.Write(bytes);
        _file.SetLength(bytes.Length);
        _file.Flush(flushToDisk: true);
    }
}

/// <summary>Which upload a note is of.</summary>
internal sealed record UploadNoteContent(string Endpoint, string Bucket, string Key, string Upload, DateTimeOffset Begun)
{
    /// <summary>The id that the store gave; absent until it has answered.</summary>
    public string? UploadId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UploadNoteContent))]
internal sealed partial class UploadNoteJson : JsonSerializerContext;
