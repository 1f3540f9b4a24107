namespace Wan27.Console;

/// <summary>The parsed command line of <c>wan27</c>.</summary>
/// <param name="Mode">What is to be done.</param>
internal sealed record CommandLine(ConsoleMode Mode)
{
    /// <summary>The script file (full path) or the commands; empty where the mode has neither.</summary>
    public string Script { get; private init; } = "";

    /// <summary>What follows the script, the commands or the word <c>emulator</c>, untouched.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>Why the command line cannot be used; null when nothing was given at all.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads a command line.</summary>
    public static CommandLine Parse(string[] args)
    {
        if (args.Length == 0)
        {
            return new(ConsoleMode.Invalid);
        }

        string[] rest = args[1..];
        switch (args[0].ToLowerInvariant())
        {
            case "--help" or "-h" or "-?" or "/?":
                return new(ConsoleMode.Help);
            case "--version":
                return new(ConsoleMode.Version);
            case "emulator":
                return new(ConsoleMode.Emulator) { Arguments = rest };
            case "-c" or "-command":
                return rest.Length == 0
                    ? Invalid($"{args[0]} needs the commands to run as its next argument.")
                    : new(ConsoleMode.Text) { Script = rest[0], Arguments = rest[1..] };
            case "-file" or "-f":
                return rest.Length == 0
                    ? Invalid($"{args[0]} needs a script file as its next argument.")
                    : File(rest[0], rest[1..]);
            case ['-', ..]:
                return Invalid($"unknown option '{args[0]}'.");
            default:
                return File(args[0], rest);
        }
    }

    private static CommandLine File(string name, string[] arguments)
    {
        string path = Path.GetFullPath(name);
        if (Directory.Exists(path))
        {
            return Invalid($"'{name}' is a folder, not a script.");
        }

        if (!System.IO.File.Exists(path))
        {
            return Invalid($"the script '{name}' does not exist (looked for {path}).");
        }

        // The engine takes any other file for a native program and would start it instead of reading it.
        return Path.GetExtension(path).Equals(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new(ConsoleMode.File) { Script = path, Arguments = arguments }
            : Invalid($"'{name}' is not a PowerShell script: its name must end in .ps1.");
    }

    private static CommandLine Invalid(string problem) => new(ConsoleMode.Invalid) { Problem = problem };
}
