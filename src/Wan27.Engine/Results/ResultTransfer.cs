using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Results.Proofs;

namespace Wan27.Engine.Results;

/// <summary>
/// Brings one object into a part file, verifies it, and proves that it is what the route makes: resumes after faults, waits when throttled,
/// asks again where something else came, looks for a fresh URL once, and begins anew once when the content is not what the server said.
/// </summary>
internal sealed class ResultTransfer
{
    private const int BufferSize = 256 * 1024;

    /// <summary>From here on hashing takes longer than handing it to another core.</summary>
    private const int WorthACore = 32 * 1024;

    private const int ErrorBodyLimit = 4096;

    private readonly StorageClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private readonly long _largestUnpacked;
    private readonly TransferRetries _retries;

    public ResultTransfer(HttpMessageInvoker http, ContractView contract, TimeProvider time)
    {
        _client = new StorageClient(http);
        _time = time;
        _silence = contract.Seconds("http.query.timeout.seconds");
        _largestUnpacked = (long)contract.Number("result.decoded.bytes.max");
        _retries = new TransferRetries(contract, time);
    }

    /// <summary>Downloads and verifies.</summary>
    /// <param name="source">Where the object lies.</param>
    /// <param name="part">Where it goes; on a fault that may pass, it keeps what has arrived.</param>
    /// <param name="isNeeded">Asked once the server has described the object; false ends the transfer without reading the body.</param>
    /// <param name="watch">Told how many bytes of the file are here, and of pauses.</param>
    /// <param name="cancellation">Stops the transfer; the part stays.</param>
    /// <returns>An outcome that is complete or not needed.</returns>
    /// <exception cref="WanException">Anything else, as a typed error of the storage boundary.</exception>
    public async Task<TransferOutcome> FetchAsync(
        ResultSource source, PartFile part, Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded, ISaveWatch? watch, CancellationToken cancellation)
    {
        var trail = new ExchangeTrail();
        try
        {
            return await FetchAsync(source, part, isNeeded, watch, trail, cancellation);
        }
        catch (WanException failed)
        {
            throw trail.Explain(failed);
        }
    }

    private async Task<TransferOutcome> FetchAsync(
        ResultSource source, PartFile part, Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded, ISaveWatch? watch, ExchangeTrail trail, CancellationToken cancellation)
    {
        var url = ResultUrl.Parse(source.Url);
        var refreshed = false;
        var startedAnew = false;
        var tries = 0;
        while (true)
        {
            var current = url;
            var ends = ResultUrl.EndOf(url) ?? (refreshed ? null : source.UrlExpiresAt);

            // A URL that the provider has just handed out lives, whatever the clocks say.
            var lives = refreshed || (ends is not null && _retries.IsAlive(ends));
            var outcome = await _retries.For(ends, watch).ExecuteAsync(
                async token =>
                {
                    tries++;
                    return await TryOnceAsync(current, lives, source.Kind, part, isNeeded, watch, trail, token);
                },
                cancellation);
            switch (outcome.End)
            {
                case TransferEnd.Complete or TransferEnd.NotNeeded:
                    return outcome;
                case TransferEnd.Expired or TransferEnd.Missing when !refreshed && source.Refresh is not null:
                    refreshed = true;
                    url = await source.Refresh(cancellation) is { } fresh
                        ? ResultUrl.Parse(fresh)
                        : throw GoneOrRefused(part, outcome with { SaysExpired = outcome.SaysExpired || outcome.End == TransferEnd.Missing });
                    break;
                case TransferEnd.Expired:
                    throw GoneOrRefused(part, outcome);
                case TransferEnd.WrongLength or TransferEnd.WrongChecksum:
                    part.Restart();
                    if (startedAnew)
                    {
                        throw Mismatch(outcome);
                    }

                    startedAnew = true;
                    break;
                case TransferEnd.Missing or TransferEnd.SomethingElse or TransferEnd.NotWhole:
                    throw Unproven(outcome, source.Kind, tries, ends);
                default:
                    throw Failure(outcome, part);
            }
        }
    }

    private async Task<TransferOutcome> TryOnceAsync(
        Uri url,
        bool lives,
        ResultKind kind,
        PartFile part,
        Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded,
        ISaveWatch? watch,
        ExchangeTrail trail,
        CancellationToken cancellation)
    {
        using var silence = new SilenceLimit(_silence, _time, cancellation);
        try
        {
            if (part.ResumableLength(url) > 0 && !part.BeginsLike(kind))
            {
                // Something else was taken for the result when this part was begun.
                part.Restart();
            }

            var offset = part.ResumableLength(url);
            var response = await _client.GetAsync(url, offset, part.State?.Validator, trail, silence.Token);
            if (offset > 0 && !IsWhole(response) && !Continues(response, part, offset))
            {
                // The part does not belong to what the server has now.
                response.Dispose();
                part.Restart();
                offset = 0;
                response = await _client.GetAsync(url, offset, null, trail, silence.Token);
            }

            using (response)
            {
                if (!response.IsSuccessStatusCode)
                {
                    return await RefusalAsync(response, lives, silence);
                }

                if (response.StatusCode != HttpStatusCode.PartialContent)
                {
                    offset = 0;
                }

                return OddityOf(response, offset) is { } odd
                    ? new TransferOutcome(TransferEnd.SomethingElse, odd)
                    : await ReceiveAsync(url, response, offset, kind, part, isNeeded, watch, silence, cancellation);
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            return Interrupted(
                string.Create(CultureInfo.InvariantCulture, $"nothing arrived for {_silence.TotalSeconds:0} seconds"), exception);
        }
        catch (InvalidDataException)
        {
            return new TransferOutcome(TransferEnd.SomethingElse, "a packed body that cannot be unpacked");
        }
        catch (HttpRequestException refused) when (ProxyException.OfStorage(refused) is { } atProxy)
        {
            throw atProxy;
        }
        catch (HttpRequestException refused) when (CertificateRefusal.Of(refused, url, StorageErrors.CertificateRefused) is { } certificate)
        {
            throw certificate;
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException)
        {
            return Interrupted(exception.Message, exception);
        }
    }

    /// <summary>True for answers that need no part: a whole body, or a refusal that has nothing to do with ranges.</summary>
    private static bool IsWhole(HttpResponseMessage response)
        => response.StatusCode is not (HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable);

    /// <summary>What is odd about a successful answer as such; null where its body may be read.</summary>
    private static string? OddityOf(HttpResponseMessage response, long offset)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}");
        var range = response.Content.Headers.TryGetValues("Content-Range", out var values) ? $" with the range '{StrangeContent.Quote(string.Join(", ", values))}'" : null;
        var codings = ResultBody.CodingsOf(response);
        return response.StatusCode switch
        {
            HttpStatusCode.PartialContent => offset == 0 ? $"{status}{range}, although the whole was asked for" : null,
            not HttpStatusCode.OK => $"{status}, which no result comes with",
            _ when range is not null => $"{status}{range}, which only a part of a file has",
            _ when !ResultBody.CanUnpack(codings) => $"a body in the encoding '{StrangeContent.Quote(string.Join(", ", codings))}', which was not asked for",
            _ => null,
        };
    }

    private static bool Continues(HttpResponseMessage response, PartFile part, long offset)
        => response.StatusCode == HttpStatusCode.PartialContent && part.State is { } state && ObjectFacts.Continues(response, state, offset);

    private async Task<TransferOutcome> ReceiveAsync(
        Uri url,
        HttpResponseMessage response,
        long offset,
        ResultKind kind,
        PartFile part,
        Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded,
        ISaveWatch? watch,
        SilenceLimit silence,
        CancellationToken cancellation)
    {
        var facts = offset > 0 && part.State is { } begun ? ObjectFacts.OfPart(response, begun) : ObjectFacts.OfWhole(response);
        silence.Restart();
        await using var body = await ResultBody.OpenAsync(response, facts.Check, silence.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var other = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var digest = new ContentDigest(facts.Check);
            var started = 0;
            if (offset == 0)
            {
                started = await FillAsync(body, buffer.AsMemory(0, ResultProof.StartLength), silence);
                if (StrangenessOf(buffer.AsSpan(0, started), facts, kind) is { } strange)
                {
                    return new TransferOutcome(TransferEnd.SomethingElse, strange);
                }
            }

            // Length and checksum of a packed body are not those of the file.
            var stated = body.IsPacked ? new ObjectFacts(null, facts.MediaType, null, null, null) : facts;
            silence.Pause();
            if (!await isNeeded(stated, cancellation))
            {
                return new TransferOutcome(TransferEnd.NotNeeded) { Facts = stated };
            }

            if (offset == 0)
            {
                part.Begin(stated.ToState(url));
            }
            else
            {
                await part.KeepAsync(offset, digest, buffer.AsMemory(0, BufferSize), cancellation);
            }

            var length = await CopyAsync(body, offset, started, part, digest, (buffer.AsMemory(0, BufferSize), other.AsMemory(0, BufferSize)), watch, silence, cancellation);
            if (body.IsPacked && length > _largestUnpacked)
            {
                part.Restart();
                return new TransferOutcome(TransferEnd.SomethingElse, $"a packed body that unfolds to more than {StrangeContent.Bytes(_largestUnpacked)}");
            }

            return Prove(Verify(response, facts, length, digest.Finish(), body), part, kind);
        }
        catch (InvalidDataException)
        {
            part.Restart();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<byte>.Shared.Return(other);
        }
    }

    /// <summary>Says what a body is that begins so, where it cannot be the result; null where it may be.</summary>
    private static string? StrangenessOf(ReadOnlySpan<byte> start, ObjectFacts facts, ResultKind kind)
    {
        // With a checksum the whole is read first: bytes that were changed on the way are another fault than a wrong file.
        var isStrange = start.IsEmpty || ResultProof.Contradicts(facts.MediaType, kind) || (!facts.HasChecksum && !ResultProof.BeginsLike(start, kind));
        return isStrange ? StrangeContent.Describe(start, facts.Length) + Declared(facts) : null;
    }

    private static string Declared(ObjectFacts? facts) => facts?.MediaType is { } type ? $", declared as {StrangeContent.Quote(type)}" : string.Empty;

    /// <summary>A body that was verified is still no result until its content says so.</summary>
    private static TransferOutcome Prove(TransferOutcome outcome, PartFile part, ResultKind kind)
    {
        if (outcome.End != TransferEnd.Complete)
        {
            return outcome;
        }

        var proven = part.Prove(kind);
        if (proven.IsProven)
        {
            return outcome with { Format = proven.Format };
        }

        // A later run must not go on from what was no result.
        part.Restart();
        return proven.Verdict == ProofVerdict.NotWhole
            ? new TransferOutcome(TransferEnd.NotWhole, proven.Detail)
            : new TransferOutcome(TransferEnd.SomethingElse, proven.Detail + Declared(outcome.Facts));
    }

    private static async Task<int> FillAsync(ResultBody body, Memory<byte> buffer, SilenceLimit silence)
    {
        var filled = 0;
        int read;
        do
        {
            silence.Restart();
            read = await body.ReadAsync(buffer[filled..], silence.Token);
            filled += read;
        }
        while (read > 0 && filled < buffer.Length);
        return filled;
    }

    /// <param name="body">Where the bytes come from.</param>
    /// <param name="offset">Where the first of them belongs.</param>
    /// <param name="started">Bytes that are in the first buffer already.</param>
    /// <param name="part">Where they go.</param>
    /// <param name="digest">Hashes them.</param>
    /// <param name="buffers">Hold them meanwhile, in turns: one is hashed and written while the other is filled.</param>
    /// <param name="watch">Told how many are here.</param>
    /// <param name="silence">Limits the wait for each read.</param>
    /// <param name="cancellation">Stops.</param>
    private async Task<long> CopyAsync(
        ResultBody body,
        long offset,
        int started,
        PartFile part,
        ContentDigest digest,
        (Memory<byte> This, Memory<byte> Next) buffers,
        ISaveWatch? watch,
        SilenceLimit silence,
        CancellationToken cancellation)
    {
        var position = offset;
        watch?.Report(position);
        var read = started;
        var hashing = Task.CompletedTask;
        try
        {
            while (true)
            {
                if (read == 0)
                {
                    silence.Restart();
                    read = await body.ReadAsync(buffers.This, silence.Token);
                    silence.Pause();
                }

                await hashing;
                if (read == 0 || (body.IsPacked && position > _largestUnpacked))
                {
                    return position;
                }

                var piece = buffers.This[..read];
                hashing = read < WorthACore ? Hash(digest, piece) : Task.Run(() => digest.Append(piece.Span), CancellationToken.None);
                await part.WriteAsync(piece, cancellation);
                position += read;
                read = 0;
                buffers = (buffers.Next, buffers.This);
                watch?.Report(position);
            }
        }
        finally
        {
            // The buffers go back when nobody reads them any more.
            await hashing;
        }
    }

    private static Task Hash(ContentDigest digest, ReadOnlyMemory<byte> piece)
    {
        digest.Append(piece.Span);
        return Task.CompletedTask;
    }

    private static TransferOutcome Verify(HttpResponseMessage response, ObjectFacts facts, long length, DigestValues digest, ResultBody body)
    {
        if (!body.IsPacked && facts.Length is { } stated && stated != length)
        {
            return new TransferOutcome(
                TransferEnd.WrongLength,
                string.Create(CultureInfo.InvariantCulture, $"{length} bytes arrived, {stated} were announced"));
        }

        if (facts.Length is null && !facts.HasChecksum && response.Version.Major < 2 && response.Headers.TransferEncodingChunked != true)
        {
            return new TransferOutcome(TransferEnd.WrongLength, "the server stated neither length nor checksum, so that a cut would go unseen");
        }

        var wire = body.FinishWire();
        if (facts.Fits(digest) || (wire is not null && facts.Fits(wire)))
        {
            return new TransferOutcome(TransferEnd.Complete) { Facts = facts, Digest = digest, Length = length };
        }

        return new TransferOutcome(
            TransferEnd.WrongChecksum,
            facts.Check == TransportCheck.Crc64
                ? string.Create(CultureInfo.InvariantCulture, $"CRC-64 is {digest.Crc64}, the storage states {facts.Crc64}")
                : $"MD5 is {digest.Md5}, the storage states {facts.Md5}");
    }

    private async Task<TransferOutcome> RefusalAsync(HttpResponseMessage response, bool lives, SilenceLimit silence)
    {
        var status = (int)response.StatusCode;
        var detail = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        if (status == (int)HttpStatusCode.TooManyRequests)
        {
            return new TransferOutcome(TransferEnd.Throttled, detail) { HttpStatus = status, RetryAfter = RetryAfterOf(response) };
        }

        if (status is >= 500 or (int)HttpStatusCode.RequestTimeout)
        {
            return new TransferOutcome(TransferEnd.Interrupted, detail) { HttpStatus = status, RetryAfter = RetryAfterOf(response) };
        }

        if (lives && status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone)
        {
            // A storage of many machines may not have the object everywhere yet; a URL that lives is no proof of an end.
            return new TransferOutcome(TransferEnd.Missing, detail) { HttpStatus = status, RetryAfter = RetryAfterOf(response) };
        }

        var saysExpired = status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone
            || (status is (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.Forbidden
                && (await BeginningAsync(response, silence)).Contains("expire", StringComparison.OrdinalIgnoreCase));

        // Storage says 403 for much else, and so does a proxy: worth a fresh URL, but no proof that the result is gone.
        var end = saysExpired || status == (int)HttpStatusCode.Forbidden ? TransferEnd.Expired : TransferEnd.Refused;
        return new TransferOutcome(end, detail) { HttpStatus = status, SaysExpired = saysExpired };
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage response, SilenceLimit silence)
    {
        silence.Restart();
        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        var buffer = new byte[ErrorBodyLimit];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, silence.Token);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <summary>The pause the server asks for.</summary>
    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var pause = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return pause is not { } asked ? null
            : asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked;
    }

    private static TransferOutcome Interrupted(string detail, Exception cause)
        => new(TransferEnd.Interrupted, detail) { Cause = cause };

    private static WanException GoneOrRefused(PartFile part, TransferOutcome outcome)
    {
        if (!outcome.SaysExpired)
        {
            return Failure(outcome with { End = TransferEnd.Refused }, part);
        }

        part.Restart();
        return StorageErrors.Expired(outcome.Detail);
    }

    private static WanException Mismatch(TransferOutcome outcome)
        => outcome.End == TransferEnd.WrongLength
            ? StorageErrors.LengthMismatch(outcome.Detail)
            : StorageErrors.ChecksumMismatch(outcome.Detail);

    private static WanException Unproven(TransferOutcome outcome, ResultKind kind, int tries, DateTimeOffset? ends)
    {
        var name = ResultProof.NameOf(kind);
        var asked = tries > 1 ? string.Create(CultureInfo.InvariantCulture, $" It was asked {tries} times.") : string.Empty;
        var until = ends is { } end ? string.Create(CultureInfo.InvariantCulture, $", until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : string.Empty;
        return outcome.End switch
        {
            TransferEnd.Missing => StorageErrors.NotThere(name, outcome.Detail, asked, until),
            TransferEnd.NotWhole => StorageErrors.NotWhole(name, outcome.Detail, asked, until),
            _ => StorageErrors.NotTheResult(name, outcome.Detail, asked, until),
        };
    }

    private static WanException Failure(TransferOutcome outcome, PartFile part)
    {
        var kept = part.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {part.Length} bytes are kept in '{part.FilePath}'; the next try goes on from there.")
            : string.Empty;
        return outcome.End switch
        {
            TransferEnd.Throttled => StorageErrors.Throttled(outcome.Detail, kept),
            TransferEnd.Refused => StorageErrors.DownloadRefused(outcome.Detail, kept),
            _ => StorageErrors.DownloadInterrupted(outcome.Detail, kept, outcome.Cause),
        };
    }
}
