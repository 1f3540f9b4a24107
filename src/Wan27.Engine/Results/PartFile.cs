using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Wan27.Engine.Records;
using Wan27.Engine.Results.Proofs;

namespace Wan27.Engine.Results;

/// <summary>
/// The growing file of an unfinished download, beside its target, with a note of what it was begun from. It is held exclusively, so
/// that two processes never write into one file.
/// </summary>
internal sealed class PartFile : IAsyncDisposable
{
    private readonly string _statePath;
    private readonly FileStream _file;

    private PartFile(string path, FileStream file)
    {
        FilePath = path;
        _statePath = StatePathOf(path);
        _file = file;
    }

    public string FilePath { get; }

    public long Length => _file.Length;

    /// <summary>The open file, to be read from while it is held.</summary>
    public SafeFileHandle Handle => _file.SafeFileHandle;

    public PartState? State { get; private set; }

    public static string PathFor(string target) => target + ".part";

    /// <summary>Opens the part of a target, or begins one.</summary>
    public static PartFile Open(string target)
    {
        var path = PathFor(target);
        try
        {
            // No buffer of its own: writes come in large pieces, and a kill must not lose what was counted.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            var part = new PartFile(path, file);
            part.State = ReadState(path);
            return part;
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, path);
        }
    }

    /// <summary>What the part of a target was begun from, without opening the part.</summary>
    public static PartState? StateFor(string target) => ReadState(PathFor(target));

    /// <summary>Where a download from this URL can go on, or 0.</summary>
    public long ResumableLength(Uri url)
    {
        if (State is not { Validator: not null } state || state.UrlPath != url.AbsolutePath)
        {
            return 0;
        }

        // A whole part is asked for its last byte again: that answer proves that the object is still the same.
        return state.Length is { } total ? Math.Max(0, Math.Min(Length, total - 1)) : Length;
    }

    /// <summary>Notes what the part is begun from, before its first byte.</summary>
    public void Begin(PartState state)
    {
        Restart();
        DurableFile.Write(_statePath, JsonSerializer.SerializeToUtf8Bytes(state, ResultsJson.Default.PartState));
        State = state;
    }

    /// <summary>Throws away what was downloaded.</summary>
    public void Restart() => Guard(() =>
    {
        _file.SetLength(0);
        File.Delete(_statePath);
        State = null;
    });

    /// <summary>Keeps the first bytes only and hashes them, so that writing goes on behind them.</summary>
    public async Task KeepAsync(long length, ContentDigest digest, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            _file.SetLength(length);
            _file.Position = 0;
            int read;
            while ((read = await _file.ReadAsync(buffer, cancellation)) > 0)
            {
                digest.Append(buffer.Span[..read]);
            }
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, FilePath, partKept: true);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _file.WriteAsync(bytes, cancellation);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, FilePath, partKept: true);
        }
    }

    /// <summary>True when what has arrived may be the beginning of such a result.</summary>
    public bool BeginsLike(ResultKind kind)
    {
        Span<byte> start = stackalloc byte[16];
        _file.Position = 0;
        var count = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return ResultProof.BeginsLike(start[..count], kind);
    }

    /// <summary>Proves the content.</summary>
    public ProvenMedia Prove(ResultKind kind)
    {
        try
        {
            return ResultProof.Of(_file, FilePath, kind);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, FilePath, partKept: true);
        }
    }

    /// <summary>Brings the content to disk and gives it its final name.</summary>
    /// <returns>False when a file of that name has appeared meanwhile and may not be replaced; the part stays.</returns>
    public async Task<bool> CommitAsync(string target, bool overwrite)
    {
        try
        {
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            DurableMove.Move(FilePath, target, overwrite);
            File.Delete(_statePath);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(target) && File.Exists(FilePath))
        {
            return false;
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, target, partKept: true);
        }
    }

    /// <summary>Removes the part and its note.</summary>
    public async Task DiscardAsync()
    {
        await _file.DisposeAsync();
        Guard(() =>
        {
            File.Delete(FilePath);
            File.Delete(_statePath);
        });
    }

    /// <summary>Lets go of the part; an empty one is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_file.SafeFileHandle.IsClosed)
        {
            return;
        }

        if (_file.Length == 0)
        {
            await DiscardAsync();
            return;
        }

        await _file.DisposeAsync();
    }

    private static string StatePathOf(string partPath) => partPath + ".json";

    private static PartState? ReadState(string partPath)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StatePathOf(partPath)), ResultsJson.Default.PartState);
        }
        catch (Exception exception) when (exception is JsonException || StorageFault.IsStorage(exception))
        {
            // A note that cannot be read only means that the download begins anew.
            return null;
        }
    }

    private void Guard(Action change)
    {
        try
        {
            change();
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing to remove in a folder that is gone; the next write says so.
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, FilePath);
        }
    }
}
