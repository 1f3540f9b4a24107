using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Polly;
using Polly.Retry;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Results;

/// <summary>
/// Brings one object into a part file and verifies it: resumes after faults, waits when throttled, looks for a fresh URL once, and
/// begins anew once when the content is not what the server said.
/// </summary>
internal sealed class ResultTransfer
{
    private const int BufferSize = 128 * 1024;
    private const int ErrorBodyLimit = 4096;

    private readonly StorageClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private readonly TimeSpan _longestPause;
    private readonly ResiliencePipeline<TransferOutcome> _retries;

    public ResultTransfer(HttpMessageInvoker http, ContractView contract, TimeProvider time)
    {
        _client = new StorageClient(http);
        _time = time;
        _silence = contract.Seconds("http.query.timeout.seconds");
        _longestPause = contract.Hours("result.url.valid.hours");
        _retries = BuildRetries(contract, time);
    }

    /// <summary>Downloads and verifies.</summary>
    /// <param name="source">Where the object lies.</param>
    /// <param name="part">Where it goes; on a fault that may pass, it keeps what has arrived.</param>
    /// <param name="isNeeded">Asked once the server has described the object; false ends the transfer without reading the body.</param>
    /// <param name="bytes">Told how many bytes of the file are here.</param>
    /// <param name="cancellation">Stops the transfer; the part stays.</param>
    /// <returns>An outcome that is complete or not needed.</returns>
    /// <exception cref="WanException">Anything else, as a typed error of the storage boundary.</exception>
    public async Task<TransferOutcome> FetchAsync(
        ResultSource source, PartFile part, Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded, IProgress<long>? bytes, CancellationToken cancellation)
    {
        var trail = new ExchangeTrail();
        try
        {
            return await FetchAsync(source, part, isNeeded, bytes, trail, cancellation);
        }
        catch (WanException failed)
        {
            throw trail.Explain(failed);
        }
    }

    private async Task<TransferOutcome> FetchAsync(
        ResultSource source, PartFile part, Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded, IProgress<long>? bytes, ExchangeTrail trail, CancellationToken cancellation)
    {
        var url = ResultUrl.Parse(source.Url);
        var refreshed = false;
        var startedAnew = false;
        while (true)
        {
            var current = url;
            var outcome = await _retries.ExecuteAsync(
                async token => await TryOnceAsync(current, part, isNeeded, bytes, trail, token), cancellation);
            switch (outcome.End)
            {
                case TransferEnd.Complete or TransferEnd.NotNeeded:
                    return outcome;
                case TransferEnd.Expired when !refreshed && source.Refresh is not null:
                    refreshed = true;
                    url = await source.Refresh(cancellation) is { } fresh ? ResultUrl.Parse(fresh) : throw GoneOrRefused(part, outcome);
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
                default:
                    throw Failure(outcome, part);
            }
        }
    }

    private static ResiliencePipeline<TransferOutcome> BuildRetries(ContractView contract, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<TransferOutcome> { TimeProvider = time };
        AddRetry(builder, contract, TransferEnd.Throttled, contract.Integer("retry.throttle.attempts.max"));
        AddRetry(builder, contract, TransferEnd.Interrupted, contract.Integer("retry.get.attempts.max"));
        return builder.Build();
    }

    private static void AddRetry(ResiliencePipelineBuilder<TransferOutcome> builder, ContractView contract, TransferEnd end, int attempts)
    {
        if (attempts < 2)
        {
            return;
        }

        builder.AddRetry(new RetryStrategyOptions<TransferOutcome>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.End == end),
            MaxRetryAttempts = attempts - 1,
            Delay = contract.Seconds("retry.delay.first.seconds"),
            MaxDelay = contract.Seconds("retry.delay.max.seconds"),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
        });
    }

    private async Task<TransferOutcome> TryOnceAsync(
        Uri url, PartFile part, Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded, IProgress<long>? bytes, ExchangeTrail trail, CancellationToken cancellation)
    {
        using var silence = new SilenceLimit(_silence, _time, cancellation);
        try
        {
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
                    return await RefusalAsync(response, silence);
                }

                if (response.StatusCode != HttpStatusCode.PartialContent)
                {
                    offset = 0;
                }
                else if (offset == 0)
                {
                    return new TransferOutcome(TransferEnd.Refused, "HTTP 206, although the whole was asked for");
                }

                return await ReceiveAsync(url, response, offset, part, isNeeded, bytes, silence, cancellation);
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            return Interrupted(
                string.Create(CultureInfo.InvariantCulture, $"nothing arrived for {_silence.TotalSeconds:0} seconds"), exception);
        }
        catch (HttpRequestException refused) when (CertificateRefusal.Of(refused, url, WanBoundary.Storage) is { } certificate)
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

    private static bool Continues(HttpResponseMessage response, PartFile part, long offset)
        => response.StatusCode == HttpStatusCode.PartialContent && part.State is { } state && ObjectFacts.Continues(response, state, offset);

    private static async Task<TransferOutcome> ReceiveAsync(
        Uri url,
        HttpResponseMessage response,
        long offset,
        PartFile part,
        Func<ObjectFacts, CancellationToken, Task<bool>> isNeeded,
        IProgress<long>? bytes,
        SilenceLimit silence,
        CancellationToken cancellation)
    {
        var facts = offset > 0 && part.State is { } begun ? ObjectFacts.OfPart(response, begun) : ObjectFacts.OfWhole(response);
        silence.Pause();
        if (!await isNeeded(facts, cancellation))
        {
            return new TransferOutcome(TransferEnd.NotNeeded) { Facts = facts };
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var digest = new ContentDigest();
            if (offset == 0)
            {
                part.Begin(facts.ToState(url));
            }
            else
            {
                await part.KeepAsync(offset, digest, buffer.AsMemory(0, BufferSize), cancellation);
            }

            var length = await CopyAsync(response, offset, part, digest, buffer.AsMemory(0, BufferSize), bytes, silence, cancellation);
            return Verify(response, facts, length, digest.Finish());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<long> CopyAsync(
        HttpResponseMessage response,
        long offset,
        PartFile part,
        ContentDigest digest,
        Memory<byte> buffer,
        IProgress<long>? bytes,
        SilenceLimit silence,
        CancellationToken cancellation)
    {
        var position = offset;
        bytes?.Report(position);
        silence.Restart();
        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        while (true)
        {
            silence.Restart();
            var read = await ReadAsync(body, buffer, silence.Token);
            silence.Pause();
            if (read == 0)
            {
                return position;
            }

            digest.Append(buffer.Span[..read]);
            await part.WriteAsync(buffer[..read], cancellation);
            position += read;
            bytes?.Report(position);
        }
    }

    /// <summary>A read whose faults are the network's, never to be taken for the disk's.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception) when (exception is not HttpIOException)
        {
            throw new HttpRequestException(exception.Message, exception);
        }
    }

    private static TransferOutcome Verify(HttpResponseMessage response, ObjectFacts facts, long length, DigestValues digest)
    {
        if (facts.Length is { } stated ? stated != length || length == 0 : length == 0)
        {
            return new TransferOutcome(
                TransferEnd.WrongLength,
                string.Create(CultureInfo.InvariantCulture, $"{length} bytes arrived, {facts.Length ?? 1} were announced"));
        }

        if (facts.Length is null && !facts.HasChecksum && response.Version.Major < 2 && response.Headers.TransferEncodingChunked != true)
        {
            return new TransferOutcome(TransferEnd.WrongLength, "the server stated neither length nor checksum, so that a cut would go unseen");
        }

        if (facts.Crc64 is { } crc && crc != digest.Crc64)
        {
            return new TransferOutcome(
                TransferEnd.WrongChecksum,
                string.Create(CultureInfo.InvariantCulture, $"CRC-64 is {digest.Crc64}, the storage states {crc}"));
        }

        return facts.Md5 is { } md5 && md5 != digest.Md5
            ? new TransferOutcome(TransferEnd.WrongChecksum, $"MD5 is {digest.Md5}, the storage states {md5}")
            : new TransferOutcome(TransferEnd.Complete) { Facts = facts, Digest = digest, Length = length };
    }

    private async Task<TransferOutcome> RefusalAsync(HttpResponseMessage response, SilenceLimit silence)
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

    /// <summary>The pause the server asks for; none is longer than a result lives.</summary>
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
            : asked > _longestPause ? _longestPause
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
        return ErrorFactory.Local(
            WanBoundary.Storage,
            "Expired",
            $"The result's URL has expired ({outcome.Detail}) and the provider has no fresh one: results are kept for a limited time only.",
            "The result cannot be had any more; a new submit is billed again and is your decision.");
    }

    private static WanException Mismatch(TransferOutcome outcome)
        => outcome.End == TransferEnd.WrongLength
            ? ErrorFactory.Local(
                WanBoundary.Storage,
                "LengthMismatch",
                $"The result arrived twice with a wrong length: {outcome.Detail}. Nothing was stored; the task itself is complete.",
                "Run Save-WanResult again while the URL lives; a proxy on the way may be altering the content.",
                WanRetry.Once)
            : ErrorFactory.Local(
                WanBoundary.Storage,
                "ChecksumMismatch",
                $"The result arrived twice with a wrong checksum: {outcome.Detail}. Nothing was stored; the task itself is complete.",
                "Run Save-WanResult again while the URL lives; a proxy on the way may be altering the content.",
                WanRetry.Once);

    private static WanException Failure(TransferOutcome outcome, PartFile part)
    {
        var kept = part.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {part.Length} bytes are kept in '{part.FilePath}'; the next try goes on from there.")
            : string.Empty;
        return outcome.End switch
        {
            TransferEnd.Throttled => ErrorFactory.Local(
                WanBoundary.Storage, "Throttled", $"The storage kept asking to come back later ({outcome.Detail}).{kept}", "Run Save-WanResult again later.", WanRetry.Safe),
            TransferEnd.Refused => ErrorFactory.Local(
                WanBoundary.Storage, "DownloadRefused", $"The storage refused the download ({outcome.Detail}).{kept}", "Ask for the task again with Get-WanTask -Refresh, then save.", WanRetry.Once),
            _ => ErrorFactory.Local(
                WanBoundary.Storage, "DownloadInterrupted", $"The download broke off again and again: {outcome.Detail}.{kept}", "Check the network, then run Save-WanResult again.", WanRetry.Safe, outcome.Cause),
        };
    }
}
