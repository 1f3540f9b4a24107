using System.Collections.Concurrent;
using System.Security.Cryptography;
using Wan27.Emulator.Http;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Facades;

/// <summary>The files that were uploaded to facades: where their bytes lie, and until when.</summary>
internal sealed class FileShelf(IdSource ids, TempFolder folder)
{
    private const int BufferSize = 64 * 1024;

    private readonly ConcurrentDictionary<string, ShelvedFile> _files = new();

    public ShelvedFile Reserve(string path, string name, string contentType, DateTimeOffset expiresAt, long? announced = null)
        => _files[path] = new(path, ids.Hex(16), contentType, expiresAt) { Name = name, Announced = announced };

    /// <summary>A place, filled or not.</summary>
    public ShelvedFile? At(string path) => _files.GetValueOrDefault(path);

    /// <summary>A file that is there.</summary>
    public ShelvedFile? Find(string path, DateTimeOffset now) => At(path) is { File: not null } file && now < file.ExpiresAt ? file : null;

    public void Remove(string path) => _files.TryRemove(path, out _);

    /// <summary>Keeps bytes that arrive; their count and MD5.</summary>
    public async Task<(string File, long Length, string Md5)> KeepAsync(Stream body, CancellationToken stop)
    {
        var path = folder.NewFile(".upload");
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
        var buffer = new byte[BufferSize];
        while (await body.ReadAsync(buffer, stop) is > 0 and var count)
        {
            md5.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), stop);
        }

        return (path, file.Length, Convert.ToHexString(md5.GetHashAndReset()).ToLowerInvariant());
    }

    /// <summary>Puts the parts of a file together.</summary>
    public async Task JoinAsync(ShelvedFile shelved, CancellationToken stop)
    {
        var path = folder.NewFile(".upload");
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true))
        {
            foreach (var part in shelved.Parts.Values)
            {
                await using var bytes = File.OpenRead(part.File);
                await bytes.CopyToAsync(file, stop);
            }
        }

        shelved.File = path;
    }

    /// <summary>Hands a file out; a key is not asked for, and not wanted.</summary>
    public HttpResponse Serve(HttpRequest request, DateTimeOffset now)
        => Find(request.Path, now) is { } shelved
            ? ResultDesk.Serve(request, MediaFile.OnDisk(shelved.ContentType, shelved.File!), DateTimeOffset.UnixEpoch, fault: null, isOss: false)
            : throw new StorageRefusal(404, "NoSuchKey", "The specified key does not exist.");
}
