using Wan27.Emulator.Fal;
using Wan27.Emulator.Novita;
using Wan27.Emulator.Replicate;
using Wan27.Emulator.Service;
using Wan27.Emulator.WaveSpeed;

namespace Wan27.Emulator.Facades;

/// <summary>The wrapper providers that an emulator plays.</summary>
internal static class FacadeList
{
    public static IReadOnlyList<IFacade> Of(Premises premises)
        => [new FalFacade(premises), new ReplicateFacade(premises), new NovitaFacade(premises), new WaveSpeedFacade(premises)];
}
