using System.Reflection;
using System.Text;

namespace Wan27.Console;

/// <summary>The entry point of <c>wan27</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // The engine reports usage to its vendor unless told otherwise; nobody who starts this console has agreed to that.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        CommandLine command = CommandLine.Parse(args);
        switch (command.Mode)
        {
            case ConsoleMode.Help:
                await System.Console.Out.WriteAsync(Usage.Text);
                return ExitCode.Success;
            case ConsoleMode.Version:
                await System.Console.Out.WriteLineAsync($"wan27 {Version}");
                return ExitCode.Success;
            case ConsoleMode.Invalid:
                return await Fail(command.Problem is null ? Usage.Text.TrimEnd() : $"wan27: {command.Problem}\n{Usage.Hint}", ExitCode.Usage);
        }

        string? manifest = ModuleLocation.FindManifest(AppContext.BaseDirectory);
        if (manifest is null)
        {
            return await Fail(
                $"wan27: the module is not installed here: no {ModuleLocation.ManifestName} in or above {AppContext.BaseDirectory}. Build the repository, or put the module's folder Wan27 into Modules beside this program.",
                ExitCode.ModuleMissing);
        }

        if (command.Mode == ConsoleMode.Emulator)
        {
            return await EmulatorLauncher.RunAsync(manifest, command.Arguments, System.Console.Out, System.Console.Error);
        }

        using var session = new ScriptSession(manifest);
        return session.Run(command);
    }

    internal static string Version { get; } =
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    private static async Task<int> Fail(string text, int exitCode)
    {
        await System.Console.Error.WriteLineAsync(text);
        return exitCode;
    }
}
