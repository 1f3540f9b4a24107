using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Wan27.Engine.Stores;

/// <summary>Writes large objects in parts, and takes away the parts of uploads that were never completed: its own at once, those of killed runs later.</summary>
internal sealed class PartUpload(ObjectStore store, AmazonS3Client client, string spool, TimeProvider time)
{
    // Long enough for a slow answer; a run that is being stopped does not wait longer, and the note remains.
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(10);

    // How far the store's clock may be behind when the beginning of an upload is compared.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    public async Task<PutEnd> PutAsync(ObjectUpload upload, bool isConditional, CancellationToken ct)
    {
        using var note = UploadNote.Begin(spool, new UploadNoteContent(EndpointText, store.Bucket, upload.Key, upload.Mark.Upload!, time.GetUtcNow()));
        try
        {
            var id = await BeginAsync(upload, ct);
            note.Started(id);
            var tags = await SendAsync(upload, id, ct);
            await CompleteAsync(upload, id, tags, isConditional, ct);
            note.Forget();
            return PutEnd.Written;
        }
        catch
        {
            await DropAsync(note);
            throw;
        }
    }

    /// <summary>Takes away what killed runs left in this bucket.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var note in UploadNote.Abandoned(spool))
        {
            using (note)
            {
                if (note.Content.Endpoint == EndpointText && note.Content.Bucket == store.Bucket && await TryAbortAsync(note.Content, ct))
                {
                    note.Forget();
                }
            }
        }
    }

    private string EndpointText => store.Place.Endpoint.AbsoluteUri;

    private async Task<string> BeginAsync(ObjectUpload upload, CancellationToken ct)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = upload.Key, ContentType = upload.MediaType };
        foreach (var (name, value) in upload.Mark.ToMetadata())
        {
            request.Metadata[name] = value;
        }

        return (await client.InitiateMultipartUploadAsync(request, ct)).UploadId;
    }

    private async Task<List<PartETag>> SendAsync(ObjectUpload upload, string id, CancellationToken ct)
    {
        var data = StoreData.Current;
        var size = SizeFor(upload.Length, data.Number("part.bytes.min"), data.Number("parts.max"));
        var count = (int)((upload.Length + size - 1) / size);
        var tags = new PartETag[count];
        var sent = 0L;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = (int)data.Number("parts.parallel"), CancellationToken = ct }, async (index, token) =>
        {
            var length = Math.Min(size, upload.Length - (index * size));
            await using var content = new FileSlice(upload.Content, index * size, length);
            var md5 = await PartDigest.OfAsync(content, token);
            var answer = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = store.Bucket,
                    Key = upload.Key,
                    UploadId = id,
                    PartNumber = index + 1,
                    PartSize = length,
                    InputStream = content,
                    MD5Digest = Convert.ToBase64String(md5),
                    UseChunkEncoding = store.Place.Preset.Trailers,
                },
                token);
            PartDigest.Check(store, upload.Key, md5, answer.ETag, answer.ServerSideEncryptionMethod);
            tags[index] = new PartETag(index + 1, answer.ETag);
            upload.Watch?.Invoke(Interlocked.Add(ref sent, length));
        });
        return [.. tags];
    }

    /// <summary>The size of a part: the least, or as much as it takes to stay within the number of parts.</summary>
    internal static long SizeFor(long length, long least, long most) => Math.Max(least, (length + most - 1) / most);

    private async Task CompleteAsync(ObjectUpload upload, string id, List<PartETag> tags, bool isConditional, CancellationToken ct)
    {
        try
        {
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = store.Bucket, Key = upload.Key, UploadId = id, PartETags = tags, IfNoneMatch = isConditional ? "*" : null }, ct);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound || (int)gone.StatusCode >= 500)
        {
            // The answer to a completion can be lost; the object then carries this upload's mark.
            if ((await store.LookAsync(upload.Key, ct))?.Mark.Upload != upload.Mark.Upload)
            {
                throw;
            }
        }

        if (await store.LookAsync(upload.Key, ct) is not { } state || state.Length != upload.Length)
        {
            throw StoreFault.Mismatch(store, upload.Key, $"{upload.Length} bytes were sent in {tags.Count} parts, and the store does not have as many");
        }
    }

    /// <summary>Takes away this run's own upload; what cannot be taken away now stays noted for the next run.</summary>
    private async Task DropAsync(UploadNote note)
    {
        using var patience = new CancellationTokenSource(AbortPatience, time);
        try
        {
            if (await TryAbortAsync(note.Content, patience.Token))
            {
                note.Forget();
            }
        }
        catch (Exception unavailable) when (unavailable is OperationCanceledException or WanException)
        {
            // The error that led here is the one to be told.
        }
    }

    /// <summary>True when nothing is left of an upload, or nothing can be done about it.</summary>
    private async Task<bool> TryAbortAsync(UploadNoteContent content, CancellationToken ct)
    {
        try
        {
            if ((await store.LookAsync(content.Key, ct))?.Mark.Upload == content.Upload)
            {
                // It was completed after all: on some servers to abort it would take the parts of the object away.
                return true;
            }

            foreach (var id in content.UploadId is { } known ? [known] : await OpenAsync(content, ct))
            {
                await AbortAsync(content.Key, id, ct);
            }

            return true;
        }
        catch (Exception failed) when (StoreFault.IsStore(failed) || failed is WanException)
        {
            return false;
        }
    }

    private async Task AbortAsync(string key, string id, CancellationToken ct)
    {
        try
        {
            await client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = store.Bucket, Key = key, UploadId = id }, ct);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            // Gone, or the server cannot.
        }
    }

    /// <summary>The uploads of a key that began no earlier than a note that lacks its id: the process was killed before it could write it down.</summary>
    private async Task<IReadOnlyList<string>> OpenAsync(UploadNoteContent content, CancellationToken ct)
    {
        try
        {
            var listed = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = store.Bucket, Prefix = content.Key }, ct);
            return [.. (listed.MultipartUploads ?? [])
                .Where(upload => upload.Key == content.Key && (upload.Initiated is not { } begun || begun.ToUniversalTime() >= (content.Begun - ClockSkew).UtcDateTime))
                .Select(static upload => upload.UploadId)];
        }
        catch (AmazonS3Exception unable) when (unable.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed)
        {
            return [];
        }
    }
}
