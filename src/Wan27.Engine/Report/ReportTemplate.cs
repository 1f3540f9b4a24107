using System.Security.Cryptography;
using System.Text;

namespace Wan27.Engine.Report;

/// <summary>The files that the page is made of: page, style and script, each as a web person wrote it.</summary>
internal sealed class ReportTemplate
{
    private const string Jobs = "<!--JOBS-->";

    private readonly string _html;

    private ReportTemplate()
    {
        var (style, script) = (Read("report.css"), Read("report.js"));
        Policy = $"default-src 'none'; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'; base-uri 'none'; form-action 'none'";
        _html = Read("report.html").Replace("/*STYLE*/", style, StringComparison.Ordinal).Replace("/*SCRIPT*/", script, StringComparison.Ordinal);
    }

    public static ReportTemplate Current { get; } = new();

    /// <summary>What the page may load and run: its own style and script, and nothing from a network.</summary>
    public string Policy { get; }

    /// <summary>The page around its data.</summary>
    /// <param name="title">Of the window.</param>
    /// <param name="hosts">Stores whose signed links the page holds.</param>
    public (string Before, string After) Around(string title, IEnumerable<string> hosts)
    {
        var media = string.Join(' ', hosts.Prepend("file: data: blob: 'self'"));
        var page = _html
            .Replace("<!--TITLE-->", Escape(title), StringComparison.Ordinal)
            .Replace("<!--POLICY-->", Escape($"{Policy}; img-src {media}; media-src {media}"), StringComparison.Ordinal);
        var at = page.IndexOf(Jobs, StringComparison.Ordinal);
        return (page[..at], page[(at + Jobs.Length)..]);
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A browser reads every line end as a line feed, and takes the hash of that.
    private static string Read(string name)
    {
        using var stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The engine was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
