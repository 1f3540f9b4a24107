using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Logging;

namespace Wan27.Engine.Tests.Logging;

/// <summary>What may stand in a line of the log.</summary>
public sealed class LogLineTests
{
    private const string Key = "sk-abcdef1234567890";

    [Theory]
    [InlineData($"Model '{Key}' is unknown")]
    [InlineData($"a\n{Key}")]
    [InlineData($"<{Key}>")]
    [InlineData($"\"{Key}\"")]
    [InlineData($"a\nBearer {Key}")]
    [InlineData($"through http://user:{Key}@proxy.example.com:8080")]
    public void A_key_is_removed_whatever_stands_beside_it(string text)
    {
        var line = LogLine.For("error", null, DateTimeOffset.UnixEpoch) with
        {
            JobKey = text,
            Path = text,
            Error = new WanError { ErrorId = "Wan.Route.X", Boundary = WanBoundary.Route, Message = text },
            Request = new Dictionary<string, object?> { ["prompt"] = text },
        };

        Assert.DoesNotContain(Key, line.ToJson(), StringComparison.Ordinal);
        Assert.Equal("error", JsonDocument.Parse(line.ToJson()).RootElement.GetProperty("event").GetString());
    }

    [Fact]
    public void Embedded_media_is_removed_although_json_escapes_it()
        => Assert.DoesNotContain("AAAA", (LogLine.For("e", null, DateTimeOffset.UnixEpoch) with { Url = "data:image/png;base64," + string.Concat(Enumerable.Repeat("AAAAAAAA+", 40)) }).ToJson(), StringComparison.Ordinal);
}
