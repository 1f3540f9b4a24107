using System.Net.Http.Json;
using System.Text.Json;

namespace Wan27.ModuleTests.Hosting;

/// <summary>The emulator's log and faults, over its control addresses, as a separate process would use them.</summary>
internal sealed class EmulatorControl(string url) : IDisposable
{
    /// <summary>A key that the emulator accepts.</summary>
    public const string Key = "sk-emulator-singapore";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(url) };

    public IReadOnlyList<JsonElement> Log()
        => [.. JsonDocument.Parse(_http.GetStringAsync("/_emulator/log").GetAwaiter().GetResult()).RootElement.GetProperty("entries").EnumerateArray()];

    public IReadOnlyList<JsonElement> Log(string operation)
        => [.. Log().Where(entry => entry.GetProperty("operation").GetString() == operation)];

    public void Fault(object rule) => Faults([rule]);

    public void Faults(IReadOnlyList<object> rules)
        => _http.PostAsJsonAsync("/_emulator/faults", rules).GetAwaiter().GetResult().EnsureSuccessStatusCode();

    public void ForgetFaults() => _http.DeleteAsync("/_emulator/faults").GetAwaiter().GetResult().EnsureSuccessStatusCode();

    /// <summary>What the service says to a video submit whose async header was lost on the way.</summary>
    public (int Status, string Code, string Message) RefuseWithoutAsyncHeader()
    {
        using var submit = new HttpRequestMessage(HttpMethod.Post, "/api/v1/services/aigc/video-generation/video-synthesis") { Content = JsonContent.Create(new { model = "wan2.7-i2v" }) };
        submit.Headers.Authorization = new("Bearer", Key);
        using var answer = _http.Send(submit);
        using var text = JsonDocument.Parse(answer.Content.ReadAsStream());
        return ((int)answer.StatusCode, text.RootElement.GetProperty("code").GetString()!, text.RootElement.GetProperty("message").GetString()!);
    }

    /// <summary>The bytes of a task's result as the service has them now, by a client that is not ours.</summary>
    public byte[] Download(string taskId)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{taskId}");
        question.Headers.Authorization = new("Bearer", Key);
        using var answer = _http.Send(question).EnsureSuccessStatusCode();
        using var text = JsonDocument.Parse(answer.Content.ReadAsStream());
        return _http.GetByteArrayAsync(text.RootElement.GetProperty("output").GetProperty("video_url").GetString()).GetAwaiter().GetResult();
    }

    /// <summary>One of the sample files that the emulator offers.</summary>
    public byte[] Media(string name) => _http.GetByteArrayAsync("/_media/" + name).GetAwaiter().GetResult();

    public void Forget() => _http.DeleteAsync("/_emulator/faults").GetAwaiter().GetResult().EnsureSuccessStatusCode();

    public void Dispose() => _http.Dispose();
}
