using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Win32.SafeHandles;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>One store ready for use: its server, its bucket and its keys, through the S3 API. May be used for many objects at once.</summary>
internal sealed class ObjectStore : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly AWSCredentials _keys;
    private readonly StoreEntry _entry;
    private readonly TimeProvider _time;
    private readonly PartUpload _parts;
    private bool? _knowsConditions;
    private bool _hasBucket;

    /// <param name="entry">The store.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="http">Connections.</param>
    /// <param name="spool">Folder of notes on uploads that run.</param>
    /// <param name="time">The clock.</param>
    public ObjectStore(StoreEntry entry, AWSCredentials keys, HttpMessageInvoker http, string spool, TimeProvider time)
    {
        _entry = entry;
        _keys = keys;
        _time = time;
        Place = StorePlace.Of(entry);
        _knowsConditions = Place.Preset.ConditionalPut;
        _client = new AmazonS3Client(keys, ConfigOf(Place, http, time));
        _parts = new PartUpload(this, _client, spool, time);
    }

    public string Name => _entry.Name;

    public string Bucket => _entry.Bucket;

    public string KeySource => _entry.KeySourceText;

    public StorePlace Place { get; }

    /// <summary>Whether a write knows <c>If-None-Match: *</c>; null until the server was seen to refuse it.</summary>
    public bool? KnowsConditions => _knowsConditions;

    /// <summary>A store from its entry, with its keys read.</summary>
    public static ObjectStore Open(StoreEntry entry, Func<KeySource, string?>? readSecret, HttpMessageInvoker http, string spool, TimeProvider time)
        => new(entry, StoreKeys.Read(entry, readSecret), http, spool, time);

    /// <summary>How the library is set: only what S3-compatible servers take, unless the preset says more.</summary>
    internal static AmazonS3Config ConfigOf(StorePlace place, HttpMessageInvoker http, TimeProvider time)
    {
        var data = StoreData.Current;
        return new AmazonS3Config
        {
            ServiceURL = place.Endpoint.AbsoluteUri.TrimEnd('/'),
            AuthenticationRegion = place.Region,
            ForcePathStyle = place.PathStyle,
            RequestChecksumCalculation = place.Preset.Trailers ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = (int)data.Number("retries"),
            IgnoreConfiguredEndpointUrls = true,
            HttpClientFactory = new StoreConnection(http, TimeSpan.FromSeconds(data.Number("request.timeout.seconds")), time),
        };
    }

    /// <summary>The address of an object as users know it.</summary>
    public string UriOf(string key) => $"s3://{Bucket}/{key}";

    /// <summary>The whole key of a name below the store's prefix.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sidecar">What the key of the object beside it ends with; null where there is none.</param>
    /// <exception cref="WanException"><c>Wan.Storage.ObjectNameRefused</c>.</exception>
    public string KeyOf(string name, string? sidecar = null) => ObjectKey.Check(Name, _entry.Prefix + name, sidecar);

    /// <summary>What the store says of an object; null when there is none.</summary>
    public async Task<ObjectState?> LookAsync(string key, CancellationToken ct)
    {
        try
        {
            var head = await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Bucket, Key = key }, ct);
            _hasBucket = true;
            return new ObjectState(head.ContentLength, head.ETag?.Trim('"'), head.Headers.ContentType, AsTime(head.LastModified), ObjectMark.Read(name => head.Metadata[name]));
        }
        catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound && _hasBucket)
        {
            return null;
        }
        catch (AmazonS3Exception refused)
        {
            // An answer to HEAD has no body, so that it cannot say whether key, bucket, region or object is wrong; that to GET can.
            return await AskWhyAsync(key, refused, ct);
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Read, key);
        }
    }

    /// <summary>Writes an object, once whole or not at all.</summary>
    public async Task<PutEnd> PutAsync(ObjectUpload upload, CancellationToken ct)
    {
        upload = Named(upload);
        try
        {
            return upload.Length > StoreData.Current.Number("single.bytes.max")
                ? await OnConditionAsync(upload, isConditional => _parts.PutAsync(upload, isConditional, ct), ct)
                : await OnConditionAsync(upload, isConditional => PutAtOnceAsync(upload, isConditional, ct), ct);
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Write, upload.Key);
        }
    }

    /// <summary>Writes a small object of a text.</summary>
    public async Task<PutEnd> PutTextAsync(string key, byte[] content, string mediaType, ObjectMark mark, bool overwrites, CancellationToken ct)
    {
        try
        {
            using var none = new SafeFileHandle();
            var upload = Named(new ObjectUpload(key, none, content.Length, mediaType, mark) { Overwrites = overwrites });
            return await OnConditionAsync(upload, async isConditional =>
            {
                using var stream = new MemoryStream(content, writable: false);
                return await PutAtOnceAsync(upload, stream, isConditional, ct);
            }, ct);
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Write, key);
        }
    }

    /// <summary>Reads the beginning of an object.</summary>
    public async Task<byte[]> ReadStartAsync(string key, int most, CancellationToken ct)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = key, ByteRange = new ByteRange(0, most - 1) }, ct);
            var buffer = new byte[most];
            var read = await answer.ResponseStream.ReadAtLeastAsync(buffer, most, throwOnEndOfStream: false, ct);
            return buffer[..read];
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Read, key);
        }
    }

    /// <summary>Reads a piece of an object, as long as it is the one that was looked at.</summary>
    /// <param name="key">The object.</param>
    /// <param name="etag">Its mark as it was looked at; null where the server gives none.</param>
    /// <param name="offset">Where the piece begins.</param>
    /// <param name="target">Takes the piece.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>How many bytes there were.</returns>
    public async Task<int> ReadAsync(string key, string? etag, long offset, Memory<byte> target, CancellationToken ct)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(
                new GetObjectRequest { BucketName = Bucket, Key = key, ByteRange = new ByteRange(offset, offset + target.Length - 1), EtagToMatch = etag is null ? null : $"\"{etag}\"" }, ct);
            return offset > 0 && answer.HttpStatusCode != HttpStatusCode.PartialContent
                ? throw new HttpRequestException("its server sends no parts of objects")
                : await answer.ResponseStream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, ct);
        }
        catch (AmazonS3Exception changed) when (changed.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw StorageErrors.StoreObjectChanged(Name, UriOf(key), changed);
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Read, key);
        }
    }

    public async Task DeleteAsync(string key, CancellationToken ct)
    {
        try
        {
            await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = Bucket, Key = key }, ct);
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Delete, key);
        }
    }

    /// <summary>Takes away what uploads in parts of killed runs left in this bucket.</summary>
    public Task SweepAsync(CancellationToken ct) => _parts.SweepAsync(ct);

    /// <summary>When the keys die, and every address that they have signed with them; null where they do not, or where it is not known.</summary>
    public DateTimeOffset? KeysEndAt => _keys is RefreshingAWSCredentials { Expiration: { } end } && end > DateTime.UnixEpoch ? AsTime(end) : null;

    /// <summary>An address that gives the object to whoever has it, for a time: at most as long as a signature, or the keys that sign, can live.</summary>
    public string Sign(string key, TimeSpan life)
    {
        try
        {
            var most = StoreData.Current.Minutes("url.life.minutes.max");
            life = life < most ? life : most;
            return _client.GetPreSignedURL(new GetPreSignedUrlRequest
            {
                BucketName = Bucket,
                Key = key,
                Verb = HttpVerb.GET,
                Expires = (_time.GetUtcNow() + life).UtcDateTime,
                Protocol = Place.Endpoint.Scheme == Uri.UriSchemeHttps ? Protocol.HTTPS : Protocol.HTTP,
            });
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Read, key);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The upload with a name of its own in its mark.</summary>
    private static ObjectUpload Named(ObjectUpload upload) => upload with { Mark = upload.Mark with { Upload = Guid.NewGuid().ToString("N") } };

    private static DateTimeOffset? AsTime(DateTime? time) => time is { } moment ? new DateTimeOffset(moment.ToUniversalTime()) : null;

    private async Task<ObjectState?> AskWhyAsync(string key, AmazonS3Exception refused, CancellationToken ct)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = key, ByteRange = new ByteRange(0, 0) }, ct);
        }
        catch (AmazonS3Exception absent) when (absent is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            _hasBucket = true;
            return null;
        }
        catch (Exception failed) when (StoreFault.IsStore(failed))
        {
            throw StoreFault.Explain(failed, this, StoreAct.Read, key);
        }

        // It may be read, and HEAD was refused all the same.
        throw StoreFault.Explain(refused, this, StoreAct.Read, key);
    }

    /// <summary>
    /// A write that must not replace anything carries a condition where the server may know it. One that says it does not know it is not asked again; a
    /// look has come before.
    /// </summary>
    private async Task<PutEnd> OnConditionAsync(ObjectUpload upload, Func<bool, Task<PutEnd>> put, CancellationToken ct)
    {
        if (upload.Overwrites || _knowsConditions == false)
        {
            return await put(false);
        }

        try
        {
            return await put(true);
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            // Also where the answer to a first try was lost and the library asked again: then the object is this upload's own.
            return await LookAsync(upload.Key, ct) is { } state && state.Mark.Upload == upload.Mark.Upload ? PutEnd.Written : PutEnd.Exists;
        }
        catch (AmazonS3Exception unknown) when (unknown.StatusCode == HttpStatusCode.NotImplemented || IsAboutCondition(unknown))
        {
            _knowsConditions = false;
            return await put(false);
        }
    }

    private static bool IsAboutCondition(AmazonS3Exception refused)
        => refused.StatusCode == HttpStatusCode.BadRequest && refused.Message.Contains("none-match", StringComparison.OrdinalIgnoreCase);

    private async Task<PutEnd> PutAtOnceAsync(ObjectUpload upload, bool isConditional, CancellationToken ct)
    {
        await using var content = new FileSlice(upload.Content, 0, upload.Length);
        return await PutAtOnceAsync(upload, content, isConditional, ct);
    }

    private async Task<PutEnd> PutAtOnceAsync(ObjectUpload upload, Stream content, bool isConditional, CancellationToken ct)
    {
        var md5 = await PartDigest.OfAsync(content, ct);
        var request = new PutObjectRequest
        {
            BucketName = Bucket,
            Key = upload.Key,
            InputStream = content,
            AutoCloseStream = false,
            ContentType = upload.MediaType,
            MD5Digest = Convert.ToBase64String(md5),
            UseChunkEncoding = Place.Preset.Trailers,
            IfNoneMatch = isConditional ? "*" : null,
        };
        foreach (var (name, value) in upload.Mark.ToMetadata())
        {
            request.Metadata[name] = value;
        }

        var answer = await _client.PutObjectAsync(request, ct);
        PartDigest.Check(this, upload.Key, md5, answer.ETag, answer.ServerSideEncryptionMethod);
        upload.Watch?.Invoke(upload.Length);
        return PutEnd.Written;
    }
}
