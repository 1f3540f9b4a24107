using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>A session with an emulator as its default profile.</summary>
public abstract class EmulatedTests : IDisposable
{
    private protected EmulatedTests(double taskSeconds = 0)
    {
        var info = Shell.Run("Start-WanEmulator -TaskSeconds $seconds -Default -PassThru", ("seconds", taskSeconds)).Single<WanEmulatorInfo>();
        Emulator = new EmulatorControl(info.Url);
    }

    internal Shell Shell { get; } = new();

    internal EmulatorControl Emulator { get; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Emulator.Dispose();
        Shell.Dispose();
    }
}
