using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wan27.Benchmarks;

/// <summary>All figures of a run, with the machine and the versions that they hold for.</summary>
internal sealed class BenchTable(string powershell)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<Figure> _figures = [];
    private readonly DateTimeOffset _at = DateTimeOffset.UtcNow;

    public string Markdown
    {
        get
        {
            var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{_at:yyyy-MM-dd HH:mm} UTC, {Machine}, load {Load}")
                .AppendLine().AppendLine("| what | median | spread | beside | its median | ratio | target | |").AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach (var figure in _figures)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {figure.What} | {figure.Median:0.##} {figure.Unit} | {figure.Values.Min():0.##} to {figure.Values.Max():0.##} | {figure.Beside} | {figure.PeerMedian:0.##} {figure.Unit} | {figure.Ratio:0.###} | {(figure.IsAtLeast ? "at least" : "at most")} {figure.Target} | {(figure.IsReached ? "reached" : "not reached")} |");
            }

            return text.ToString();
        }
    }

    public string Json => JsonSerializer.Serialize(new { At = _at, Machine, Load, Figures = _figures }, Indented);

    private string Machine { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Split('#')[0].Trim()} {RuntimeInformation.OSArchitecture}, .NET {Environment.Version}, PowerShell {powershell}");

    /// <summary>What else the machine does tells how far absolute times can be trusted.</summary>
    private static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    public void Add(IEnumerable<Figure> figures) => _figures.AddRange(figures);
}
