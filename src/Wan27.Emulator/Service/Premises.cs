using Wan27.Emulator.Facades;
using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>What the desks of one emulator share.</summary>
internal sealed class Premises : IAsyncDisposable
{
    public Premises(EmulatorOptions options, RequestLog log, FaultPlan faults)
    {
        Options = options;
        Log = log;
        Faults = faults;
        Ids = new(options.Seed);
        Folder = new();
        Studio = new(options, Folder);
        Tasks = new(options, Contract);
        Uploads = new(options, Contract, Ids, Folder);
        Results = new(options, Contract, Ids, Studio);
        Rates = new(options.Time);
        Inputs = new(this);
        Shelf = new(Ids, Folder);
        Finder = new(this);
        Later = new(options.Time);
    }

    public EmulatorOptions Options { get; }

    public ContractNumbers Contract { get; } = ContractNumbers.Current;

    public RequestLog Log { get; }

    public FaultPlan Faults { get; }

    public IdSource Ids { get; }

    public TempFolder Folder { get; }

    public MediaStudio Studio { get; }

    public TaskStore Tasks { get; }

    public UploadStore Uploads { get; }

    public ResultStore Results { get; }

    public RateGate Rates { get; }

    public InputDesk Inputs { get; }

    public FileShelf Shelf { get; }

    public InputFinder Finder { get; }

    public LateWork Later { get; }

    /// <summary>Where the server listens; set once, before the first request is answered.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1/");

    /// <summary>Moved on by <c>POST /_emulator/clock</c>.</summary>
    public required SteeredTime Clock { get; init; }

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    public Account Caller(Exchange exchange)
        => Account.Require(exchange.Request.Headers["Authorization"], Options.Region);

    /// <summary>Whether a request of a wrapper provider is within its rate; always, unless rates are enforced.</summary>
    public bool IsWithinRate(string name, int most, TimeSpan window) => !Options.EnforceRates || Rates.TryPass(name, most, window);

    public void PassRate(string name, string limit)
    {
        if (Options.EnforceRates)
        {
            Rates.Pass(name, Contract.Int(limit));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Later.EndAsync();
        await Studio.DisposeAsync();
        Inputs.Dispose();
        Folder.Dispose();
    }
}
