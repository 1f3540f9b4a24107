using System.Globalization;
using System.Text;

namespace Wan27.ModuleTests.Torture;

/// <summary>The head of a request or an answer, as it came.</summary>
internal sealed class WireHead
{
    private readonly string[] _lines;
    private readonly string[] _words;

    public WireHead(byte[] bytes)
    {
        Bytes = bytes;
        _lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        _words = First.Split(' ');
    }

    public byte[] Bytes { get; }

    public string First => _lines[0];

    public bool IsWrite => _words[0] is "PUT" or "POST";

    /// <summary>The object that a request makes when it succeeds: a part and the beginning of an upload make none.</summary>
    public string? Makes => _words[0] switch
    {
        "PUT" when !_words[1].Contains("partNumber=", StringComparison.Ordinal) => _words[1].Split('?')[0],
        "POST" when _words[1].Contains("uploadId=", StringComparison.Ordinal) => _words[1].Split('?')[0],
        _ => null,
    };

    public bool Expects => Value("Expect") is not null;

    public long Length => Value("Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    public bool IsChunked => Value("Transfer-Encoding") is "chunked";

    public int Status => int.Parse(_words[1], CultureInfo.InvariantCulture);

    public bool IsInterim => Status < 200;

    public bool HasAnswerBody(WireHead answer) => _words[0] != "HEAD" && answer.Status is not (204 or 304);

    private string? Value(string name)
        => _lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
}
