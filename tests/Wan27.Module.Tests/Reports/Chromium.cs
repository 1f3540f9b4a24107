namespace Wan27.ModuleTests.Reports;

/// <summary>The browser of this machine, and the judge of pages for everybody.</summary>
internal static class Chromium
{
    /// <summary>Folder that npm installed axe-core into.</summary>
    public const string AxeVariable = "WAN27_AXE";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The installed browser; nothing is ever downloaded.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static string? Axe { get; }
        = Environment.GetEnvironmentVariable(AxeVariable) is { Length: > 0 } folder && Path.Combine(folder, "node_modules", "axe-core", "axe.min.js") is var script && File.Exists(script) ? script : null;

    /// <summary>The compiler of TypeScript, in the same folder.</summary>
    public static string? Compiler { get; }
        = Environment.GetEnvironmentVariable(AxeVariable) is { Length: > 0 } folder && Path.Combine(folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? "tsc.cmd" : "tsc") is var program && File.Exists(program) ? program : null;

    /// <summary>Why no page can be opened here; null where one can.</summary>
    public static string? Missing { get; } = Program is null ? $"None of {string.Join(", ", Names)} is on the PATH." : null;

    public static string? AxeMissing { get; } = Missing ?? (Axe is null ? $"{AxeVariable} names no folder that npm installed axe-core into." : null);
}

/// <summary>A test that needs a browser; skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>The same for several rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Missing;
}

/// <summary>A test that needs a browser and axe-core.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeTheoryAttribute : TheoryAttribute
{
    public AxeTheoryAttribute() => Skip = Chromium.AxeMissing;
}

/// <summary>A test that needs the compiler of TypeScript.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = Chromium.Compiler is null ? $"{Chromium.AxeVariable} names no folder that npm installed typescript into." : null;
}
