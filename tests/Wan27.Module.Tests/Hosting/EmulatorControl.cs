using System.Net.Http.Json;
using System.Text.Json;

namespace Wan27.ModuleTests.Hosting;

/// <summary>The emulator's log and faults, over its control addresses, as a separate process would use them.</summary>
internal sealed class EmulatorControl(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url) };

    public IReadOnlyList<JsonElement> Log()
        => [.. JsonDocument.Parse(_http.GetStringAsync("/_emulator/log").GetAwaiter().GetResult()).RootElement.GetProperty("entries").EnumerateArray()];

    public IReadOnlyList<JsonElement> Log(string operation)
        => [.. Log().Where(entry => entry.GetProperty("operation").GetString() == operation)];

    public void Fault(object rule)
        => _http.PostAsJsonAsync("/_emulator/faults", new[] { rule }).GetAwaiter().GetResult().EnsureSuccessStatusCode();

    public void Dispose() => _http.Dispose();
}
