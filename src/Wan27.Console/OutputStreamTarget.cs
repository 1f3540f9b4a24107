using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Wan27.Console;

/// <summary>One of the two output streams, and what can be shown on it.</summary>
/// <param name="Writer">Where text goes.</param>
/// <param name="IsTerminal">Whether a person is looking at it, rather than a file or another program.</param>
/// <param name="IsColoured">Whether colours are wanted and understood.</param>
internal sealed record OutputStreamTarget(TextWriter Writer, bool IsTerminal, bool IsColoured)
{
    private const char Escape = '\u001b';

    /// <summary>Standard output.</summary>
    public static OutputStreamTarget StandardOutput() => Create(System.Console.Out, !System.Console.IsOutputRedirected, WindowsTerminalMode.StandardOutput);

    /// <summary>Standard error.</summary>
    public static OutputStreamTarget StandardError() => Create(System.Console.Error, !System.Console.IsErrorRedirected, WindowsTerminalMode.StandardError);

    /// <summary>Writes text as this stream can show it.</summary>
    public void Write(string text) => Writer.Write(
        !IsColoured && text.Contains(Escape, StringComparison.Ordinal) ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text);

    private static OutputStreamTarget Create(TextWriter writer, bool isTerminal, int windowsHandle)
    {
        bool understandsEscapes = isTerminal
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && (!OperatingSystem.IsWindows() || WindowsTerminalMode.EnableEscapes(windowsHandle));

        // https://no-color.org: any value that is not empty turns colours off.
        return new(writer, understandsEscapes, understandsEscapes && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }
}
