using System.Text;

namespace Wan27.Emulator.Http;

/// <summary>One answer: a head, a body that is opened only when it is sent, and the way it travels.</summary>
internal sealed class HttpResponse
{
    private HttpResponse(int status, Func<Stream> open, long length)
    {
        Status = status;
        Open = open;
        Length = length;
    }

    public int Status { get; }

    public HttpHeaders Headers { get; } = new();

    public Func<Stream> Open { get; }

    public long Length { get; }

    public Transmission Transmission { get; init; } = Transmission.Normal;

    /// <summary>Called once with the body bytes that left, whether or not all did.</summary>
    public Action<long>? Finished { get; set; }

    public static HttpResponse Dropped() => new(0, static () => Stream.Null, 0) { Transmission = new() { Dropped = true } };

    public static HttpResponse Bytes(int status, string contentType, byte[] body)
    {
        var response = new HttpResponse(status, () => new MemoryStream(body, writable: false), body.Length);
        response.Headers.Add("Content-Type", contentType);
        return response;
    }

    public static HttpResponse Text(int status, string contentType, string body)
        => Bytes(status, contentType, Encoding.UTF8.GetBytes(body));

    public static HttpResponse Empty(int status) => new(status, static () => Stream.Null, 0);

    public static HttpResponse Content(int status, Func<Stream> open, long length) => new(status, open, length);

    /// <summary>The same answer with another body and, if wanted, another way to travel.</summary>
    public HttpResponse With(Func<Stream>? open = null, long? length = null, Transmission? transmission = null)
    {
        var copy = new HttpResponse(Status, open ?? Open, length ?? Length)
        {
            Transmission = transmission ?? Transmission,
            Finished = Finished,
        };
        foreach (var (name, value) in Headers.Fields)
        {
            copy.Headers.Add(name, value);
        }

        return copy;
    }
}
