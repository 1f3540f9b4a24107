using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// A process, named so that a later one with the same number is not taken for it.
/// </summary>
/// <param name="Host">The machine.</param>
/// <param name="Id">Process number.</param>
/// <param name="Started">When it began, in a form that a change of the clock does not touch where the system offers one.</param>
internal sealed record OwnerProcess(string Host, int Id, string Started)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    private static readonly Lazy<OwnerProcess> ThisProcess = new(static () =>
    {
        using var process = Process.GetCurrentProcess();
        return new OwnerProcess(Environment.MachineName, process.Id, StartOf(process));
    });

    public static OwnerProcess Current => ThisProcess.Value;

    /// <summary>
    /// This process by a name that no other machine or container has, whatever they call themselves. Where the system offers none, nobody can
    /// tell whether the process lives, and its lease decides.
    /// </summary>
    public static OwnerProcess OfFleet => FleetProcess.Value;

    private static readonly Lazy<OwnerProcess> FleetProcess = new(static () => Current with { Host = $"{Environment.MachineName}/{Realm()}" });

    /// <summary>True for a process of this machine that has ended. Of other machines nothing can be told.</summary>
    public bool IsKnownToBeGone()
    {
        if (Host != Environment.MachineName && Host != OfFleet.Host)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(Id);
            return process.HasExited || StartOf(process) != Started;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException or Win32Exception)
        {
            // No process of that number, one that ended while it was looked at, or another user's: the journal is this user's own.
            return true;
        }
    }

    /// <summary>True while a process of that number runs on this machine, whosever it is.</summary>
    public static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>What process numbers count in: a start of the machine, and in it a container.</summary>
    private static string Realm()
    {
        const string numbers = "/proc/self/ns/pid";
        var realm = OperatingSystem.IsLinux() && File.Exists(BootIdFile) && File.ResolveLinkTarget(numbers, returnFinalTarget: false)?.Name is { } space
            ? File.ReadAllText(BootIdFile).Trim() + space
            : Guid.NewGuid().ToString("N");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(realm)).AsSpan(0, 6));
    }

    private static string StartOf(Process process)
    {
        if (OperatingSystem.IsLinux() && File.Exists(BootIdFile))
        {
            // Ticks since boot: the wall-clock start time moves whenever the clock is set.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat"));
            var afterName = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return $"{File.ReadAllText(BootIdFile).Trim()}:{afterName[19]}";
        }

        return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }
}
