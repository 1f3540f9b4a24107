using System.Globalization;
using System.Net.Sockets;

namespace Wan27.Emulator;

/// <summary>The emulator as a program: <c>emulator --port N [--task-seconds S] [--region R] [--enforce-rates] [--restrict-running] [--queued N] [--no-ffmpeg] [--result-padding B] [--fault F]...</c>.</summary>
public static class EmulatorProgram
{
    private const int Wrong = 2;

    // Padded results are held in memory.
    private const int MostPadding = 256 * 1024 * 1024;

    /// <summary>Runs until cancelled. Prints one line with its URL once it listens.</summary>
    /// <param name="args">The arguments after the word <c>emulator</c>.</param>
    /// <param name="output">Gets the line with the URL.</param>
    /// <param name="error">Gets one line when the arguments are wrong or the port is taken.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>0 after a normal end, 1 when it could not listen, 2 when the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        EmulatorOptions options;
        try
        {
            options = Parse(args);
        }
        catch (FormatException wrong)
        {
            await error.WriteLineAsync(wrong.Message);
            return Wrong;
        }

        EmulatorServer server;
        try
        {
            server = await EmulatorServer.StartAsync(options, CancellationToken.None);
        }
        catch (SocketException taken)
        {
            await error.WriteLineAsync($"wan27 emulator cannot listen on port {options.Port}: {taken.Message}");
            return 1;
        }

        await using (server)
        {
            await output.WriteLineAsync(server.Url.GetLeftPart(UriPartial.Authority));
            await output.FlushAsync(CancellationToken.None);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = cancellationToken.Register(ended.SetResult);
            await ended.Task;
        }

        return 0;
    }

    private static EmulatorOptions Parse(string[] args)
    {
        var options = new EmulatorOptions();
        for (var index = 0; index < args.Length; index++)
        {
            var name = args[index];
            options = name switch
            {
                "--port" => options with { Port = Port(Value(args, ref index)) },
                "--task-seconds" => options with { TaskSeconds = Seconds(Value(args, ref index)) },
                "--region" => options with { Region = Region(Value(args, ref index)) },
                "--enforce-rates" => options with { EnforceRates = true },
                "--restrict-running" => options with { RestrictRunning = true },
                "--queued" => options with { Queued = Padding(Value(args, ref index)) },
                "--no-ffmpeg" => options with { UseFfmpeg = false },
                "--result-padding" => options with { ResultPadding = Padding(Value(args, ref index)) },
                "--fault" => options with { Faults = [.. options.Faults, Fault(Value(args, ref index))] },
                _ => throw new FormatException(
                    $"wan27 emulator does not know '{name}'; use --port N, --task-seconds S, --region Singapore|Beijing, --enforce-rates, --restrict-running, --queued N, --no-ffmpeg, --result-padding BYTES, --fault NAME[:COUNT]."),
            };
        }

        return options;
    }

    private static string Value(string[] args, ref int index)
        => ++index < args.Length ? args[index] : throw new FormatException($"wan27 emulator: {args[index - 1]} needs a value.");

    private static FaultRule Fault(string text)
    {
        try
        {
            return NamedFault.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"wan27 emulator: --fault {wrong.Message}", wrong);
        }
    }

    private static int Port(string text)
        => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new FormatException($"wan27 emulator: --port must be a number from 0 to {ushort.MaxValue}, not '{text}'; 0 takes a free one.");

    private static double Seconds(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeSpan.FromDays(1).TotalSeconds
            ? seconds
            : throw new FormatException($"wan27 emulator: --task-seconds must be a number from 0 to 86400, not '{text}'.");

    private static int Padding(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes <= MostPadding
            ? bytes
            : throw new FormatException($"wan27 emulator: --result-padding must be a number of bytes from 0 to {MostPadding}, not '{text}'.");

    private static WanRegion Region(string text)
        => Enum.TryParse<WanRegion>(text, ignoreCase: true, out var region) && Enum.IsDefined(region)
            ? region
            : throw new FormatException($"wan27 emulator: --region must be Singapore or Beijing, not '{text}'.");
}
