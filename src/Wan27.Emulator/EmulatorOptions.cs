namespace Wan27.Emulator;

/// <summary>How an emulator behaves. Every default gives a quick, faithful service on a free port.</summary>
public sealed record EmulatorOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Seconds from submit to result when nothing queues in front; 0 or more.</summary>
    public double TaskSeconds { get; init; } = 3;

    /// <summary>The region it plays. Keys made for the other one are refused.</summary>
    public WanRegion Region { get; init; } = WanRegion.Singapore;

    /// <summary>Where every time comes from: task states, expiry, rates, delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes clips with ffmpeg where it is installed; without it the emulator's own small encoder does.</summary>
    public bool UseFfmpeg { get; init; } = true;

    /// <summary>Answers 429 above the contract's submit, query and upload rates.</summary>
    public bool EnforceRates { get; init; }

    /// <summary>Runs at most the contract's number of tasks per account and model at once; the rest wait as PENDING.</summary>
    public bool RestrictRunning { get; init; }

    /// <summary>How many then run; by default the contract's number.</summary>
    public int? Running { get; init; }

    /// <summary>Tasks of an account and model that may wait as PENDING; more are refused. By default the contract's number, with <see cref="EnforceRates"/>.</summary>
    public int? Queued { get; init; }

    /// <summary>How long a task stays PENDING before it may run; by default a fifth of <see cref="TaskSeconds"/>.</summary>
    public TimeSpan? PendingTime { get; init; }

    /// <summary>How long the synchronous image call takes; by default <see cref="TaskSeconds"/>, at most one second.</summary>
    public TimeSpan? SyncDelay { get; init; }

    /// <summary>How long result URLs live; by default as long as the contract says.</summary>
    public TimeSpan? ResultLifetime { get; init; }

    /// <summary>How long an upload policy lives; by default as long as the contract's sample.</summary>
    public TimeSpan? PolicyLifetime { get; init; }

    /// <summary>Bytes of ignorable data added to every result, so that transfers of any size can be tried.</summary>
    public int ResultPadding { get; init; }

    /// <summary>Faults scripted from the start; <see cref="EmulatorServer.Faults"/> takes more.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>Makes ids and probabilities reproducible; by default they differ from run to run.</summary>
    public int? Seed { get; init; }
}
