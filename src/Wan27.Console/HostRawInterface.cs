using System.Management.Automation.Host;

namespace Wan27.Console;

/// <summary>The terminal as a grid of cells. Only what formatting and <c>Clear-Host</c> need; the contents of the screen cannot be read.</summary>
internal sealed class HostRawInterface(Terminal terminal) : PSHostRawUserInterface
{
    // Nothing that a file receives is cut to the width of a screen that nobody looks at.
    private const int UnlimitedWidth = 4096;
    private const int FallbackWidth = 120;
    private const int FallbackHeight = 50;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize
    {
        get => new(BufferWidth, WindowSize.Height);
        set => throw Unsupported();
    }

    public override Size WindowSize
    {
        get => new(BufferWidth, terminal.Output.IsTerminal && System.Console.WindowHeight > 0 ? System.Console.WindowHeight : FallbackHeight);
        set => throw Unsupported();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates CursorPosition
    {
        get => terminal.Output.IsTerminal ? new(System.Console.CursorLeft, System.Console.CursorTop) : new(0, 0);
        set => System.Console.SetCursorPosition(value.X, value.Y);
    }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "wan27";

    public override bool KeyAvailable => !System.Console.IsInputRedirected && System.Console.KeyAvailable;

    /// <summary>The width of the terminal that is looked at, for the progress area.</summary>
    public static int TerminalWidth() => System.Console.WindowWidth > 0 ? System.Console.WindowWidth : FallbackWidth;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (System.Console.IsInputRedirected)
        {
            throw new HostException("wan27 cannot wait for a key: its input is not a terminal.");
        }

        ConsoleKeyInfo key = System.Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            System.Console.ReadKey(intercept: true);
        }
    }

    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source[offset..]);

    public override int LengthInBufferCells(char source) => CellWidth.Of(source.ToString());

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // The engine's Clear-Host fills the whole screen, which it names by minus ones.
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            throw Unsupported();
        }

        if (terminal.Output.IsTerminal)
        {
            System.Console.Clear();
        }
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Unsupported();

    private int BufferWidth => terminal.Output.IsTerminal ? TerminalWidth() : UnlimitedWidth;

    private static HostException Unsupported() => new("wan27 cannot change or read the contents of the screen.");
}
