using Amazon.Runtime;

namespace Wan27.Engine.Stores;

/// <summary>Lets the S3 library send over the module's own connections, with their proxies, certificates and written-down exchanges.</summary>
internal sealed class StoreConnection(HttpMessageInvoker http, TimeSpan patience, TimeProvider time) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(http, patience, time), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>The region that the bucket is in, as the latest refusal told.</summary>
    public static string? RegionOf(Exception? failed)
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is Amazon.Runtime.Internal.HttpErrorResponseException { Response: { } response } && response.GetHeaderValue("x-amz-bucket-region") is { Length: > 0 } region)
            {
                return region;
            }
        }

        return null;
    }

    private sealed class Handler(HttpMessageInvoker http, TimeSpan patience, TimeProvider time) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var late = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            var body = request.Content is { } content ? new AwaitedContent(content) : null;
            request.Content = body;
            try
            {
                var answer = await http.SendAsync(request, either.Token);

                // The library would sign the request anew for whatever host is named there, and send it with the session token and the content.
                answer.Headers.Location = null;
                return answer;
            }
            catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException($"nothing came back within {patience.TotalSeconds:0} seconds", exception);
            }
            finally
            {
                await (body?.EndAsync() ?? Task.CompletedTask);
            }
        }
    }
}
