using System.Text.Json;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Facades;

/// <summary>A task of a wrapper provider, with what it was asked for.</summary>
internal class FacadeTask : EmulatedTask
{
    /// <summary>The body as it came.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>When it ended, for good or ill; null while it goes on.</summary>
    public virtual DateTimeOffset? EndedBy(DateTimeOffset now) => CanceledAt ?? (now < EndsAt ? null : EndsAt);
}
