namespace Wan27.Console;

/// <summary>What the console was asked to do.</summary>
internal enum ConsoleMode
{
    /// <summary>The command line makes no sense.</summary>
    Invalid,

    /// <summary>Show how the console is used.</summary>
    Help,

    /// <summary>Show the version.</summary>
    Version,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run commands given as text.</summary>
    Text,

    /// <summary>Run the emulator.</summary>
    Emulator,
}
