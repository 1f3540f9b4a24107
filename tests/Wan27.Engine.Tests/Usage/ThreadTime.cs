using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Wan27.Engine.Tests.Usage;

/// <summary>The time that the processor has spent on the calling thread: what else the machine does makes no difference. Where the system does not tell it, the time of the clock.</summary>
internal static class ThreadTime
{
    private const int OfThread = 3;

    public static TimeSpan Now
        => OperatingSystem.IsLinux() && Read(OfThread, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0) : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Read(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
