using System.Reflection;
using System.Runtime.InteropServices;

namespace Wan27.Console;

/// <summary>Runs the emulator of the module that this console belongs to.</summary>
internal static class EmulatorLauncher
{
    private delegate Task<int> EntryPoint(string[] args, TextWriter output, TextWriter error, CancellationToken ct);

    /// <summary>Runs until the emulator ends or the user interrupts it; an interrupt is the normal end and gives exit code 0.</summary>
    public static async Task<int> RunAsync(string manifest, string[] arguments, TextWriter output, TextWriter error)
    {
        string bin = Path.Combine(Path.GetDirectoryName(manifest)!, "bin");
        string file = Path.Combine(bin, "engine", "Wan27.Emulator.dll");
        if (Load(file, bin) is not { } run)
        {
            await error.WriteLineAsync($"wan27: the emulator is missing from the module: no usable {file}. Build or install the module again.");
            return Program.ModuleMissing;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            return await run(arguments, output, error, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static EntryPoint? Load(string file, string bin)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        Assembly assembly = new ModuleFolderLoadContext(Path.GetDirectoryName(file)!, bin).LoadFromAssemblyPath(file);
        return assembly.GetType("Wan27.Emulator.EmulatorProgram")?
            .GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)?
            .CreateDelegate<EntryPoint>();
    }
}
