using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text;
using Microsoft.PowerShell;

namespace Wan27.Console;

/// <summary>The entry point of <c>wan27</c>: PowerShell's own console, with the module in it.</summary>
internal static class Program
{
    /// <summary>The module, or a part of it, is not where it belongs.</summary>
    internal const int ModuleMissing = 3;

    private static async Task<int> Main(string[] args)
    {
        // The engine reports usage to its vendor and looks for news of itself unless told otherwise; nobody who starts this console has agreed to that.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        if (System.Console.IsOutputRedirected || System.Console.IsErrorRedirected)
        {
            // A log is read by people and programs; the engine itself would still paint what goes to the error stream.
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        if (args is ["--version"])
        {
            await System.Console.Out.WriteLineAsync($"wan27 {VersionOf(typeof(Program))}, PowerShell {VersionOf(typeof(ConsoleShell))}");
            return 0;
        }

        string? manifest = ModuleLocation.FindManifest(AppContext.BaseDirectory);
        if (manifest is null)
        {
            await System.Console.Error.WriteLineAsync(
                $"wan27: the module is not installed here: no {ModuleLocation.ManifestName} in or above {AppContext.BaseDirectory}. Build the repository, or put the module's folder Wan27 into Modules beside this program.");
            return ModuleMissing;
        }

        return args is ["emulator", .. var options]
            ? await EmulatorLauncher.RunAsync(manifest, options, System.Console.Out, System.Console.Error)
            : ConsoleShell.Start(SessionWith(manifest), Banner, ConsoleHelp.Text, args);
    }

    private static string Banner => $"PowerShell {VersionOf(typeof(ConsoleShell))} with Wan27 {VersionOf(typeof(Program))}. 'Get-Help about_Wan27' tells what it does.";

    private static InitialSessionState SessionWith(string manifest)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([manifest]);
        if (OperatingSystem.IsWindows())
        {
            // What an installed PowerShell has in its settings file; without one, no script at all would run.
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        return state;
    }

    private static string VersionOf(Type type)
        => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', ' ')[0] ?? "0.0.0";
}
