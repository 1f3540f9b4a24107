using System.Globalization;
using System.Text;

namespace Wan27.Engine.Tests.Results;

/// <summary>An answer to be sent, honest or not.</summary>
internal sealed record WireAnswer
{
    public int Status { get; init; } = 200;

    /// <summary>What is sent once before the body.</summary>
    public ReadOnlyMemory<byte> Start { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Bytes of the body that are sent; fewer than stated is a cut.</summary>
    public int? Sends { get; init; }

    /// <summary>Stays silent for ever after what it sends.</summary>
    public bool Stalls { get; init; }

    /// <summary>Ends with a reset of the connection, which may swallow what was sent before, instead of an orderly end.</summary>
    public bool Resets { get; init; }

    /// <summary>Length stated; that of the body unless given, none when negative.</summary>
    public long? StatedLength { get; init; }

    /// <summary>How often the body is sent.</summary>
    public int Repeats { get; init; } = 1;

    public Dictionary<string, string> Headers { get; init; } = [];

    public static WireAnswer Text(int status, string body = "") => new() { Status = status, Body = Encoding.UTF8.GetBytes(body) };

    public WireAnswer With(string header, string value)
        => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };

    public string Head()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Scripted\r\nConnection: close\r\n");
        var length = StatedLength ?? Start.Length + ((long)Body.Length * Repeats);
        if (length >= 0)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    public async Task WriteBodyAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync(Start, cancellation);
        for (var round = 0; round < Repeats; round++)
        {
            await stream.WriteAsync(Body[..(Sends ?? Body.Length)], cancellation);
        }

        await stream.FlushAsync(cancellation);
        if (Stalls)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
    }
}
