using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Bills;
using Wan27.Engine.Usage.Budgets;
using Wan27.Engine.Usage;

namespace Wan27.Engine;

/// <summary>
/// The engine as the cmdlets see it. A cmdlet asks here for what it wants; of what parts the answer is made, and how they are joined, is
/// said behind this face alone.
/// </summary>
internal sealed class WanEngine(EngineHost host)
{
    private static readonly Lazy<WanEngine> Shared = new(static () =>
    {
        var host = new EngineHost(TimeProvider.System);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => host.FoldIn();
        return new WanEngine(host);
    });

    /// <summary>The engine of this process.</summary>
    public static WanEngine Current => Shared.Value;

    /// <summary>The user's profiles.</summary>
    public ProfileCatalogue Profiles => ProfileCatalogue.ForUser();

    /// <summary>The user's stores.</summary>
    public StoreCatalogue Stores => StoreCatalogue.ForUser();

    /// <summary>All that can be done under a profile.</summary>
    /// <param name="profile">Its name; the default one when null.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    public WanClient Open(string? profile, Func<KeySource, string?> readSecret, IStepLog log)
    {
        var bundle = Bundle.Resolve(Profiles.Find(profile), readSecret);
        host.Journals.Prepare(readSecret);
        return new WanClient(host, bundle, log);
    }

    /// <summary>What can be done under a profile without its key, which is not even looked for.</summary>
    /// <param name="profile">Its name; when null, the default one, and the plain contract where there is none.</param>
    /// <param name="tell">Takes a line about what holds.</param>
    public KeylessClient OpenWithoutKey(string? profile, Action<string> tell)
    {
        var stored = profile is not null
            ? Profiles.Find(profile)
            : Profiles.List().Where(static entry => entry.IsDefault).Select(static entry => entry.Profile).FirstOrDefault();
        if (stored is null)
        {
            tell("No profile is the default, and none was named: the contract's own limits hold.");
            return new KeylessClient(new ContractView(ContractData.Current), new WanBundle(), host.Time);
        }

        var contract = ProfileContract.Of(stored);
        var provider = contract.Data.FindProvider(stored.Provider) ?? contract.Data.MainProvider;
        var endpoint = EndpointRules.BaseAddress(stored, contract.Data).AbsoluteUri.TrimEnd('/');
        tell($"Limits of profile {stored.Name}, {provider.Marked}, {(stored.Region is { } region ? $"{region}, {endpoint}" : endpoint)}; its key is not needed.");
        return new KeylessClient(
            contract,
            new WanBundle { Profile = stored.Name, Provider = stored.Provider, Owner = provider.Owner, Contract = provider.Contract, Region = stored.Region, Endpoint = endpoint, KeySource = stored.Key.ToString() },
            host.Time,
            UploadStores.PlaceOf(stored),
            new PriceShelf(stored, contract, host.Time));
    }

    /// <summary>What puts local files into a store, each content once.</summary>
    /// <param name="store">Its name.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    public Func<string, CancellationToken, Task<WanPublishedMedia>> PublishTo(string store, Func<KeySource, string?> readSecret, IStepLog log)
    {
        var publisher = host.Uploading.Open(store, readSecret, log);
        return async (path, ct) => UploadStores.Show(publisher, path, await publisher.PublishAsync(path, log, ct));
    }

    /// <summary>Refuses to let go of a store that a profile's local files go to: its jobs would fail one by one.</summary>
    public void RefuseStoreInUse(string store)
    {
        var users = Profiles.List().Select(static entry => entry.Profile).Where(profile => string.Equals(profile.UploadStore, store, StringComparison.OrdinalIgnoreCase)).Select(static profile => profile.Name).ToArray();
        if (users.Length > 0)
        {
            throw StorageErrors.StoreInUse(store, string.Join(" and ", users.Select(static name => $"profile '{name}'")), users[0]);
        }
    }

    /// <summary>The stores that the inputs of one command lie in.</summary>
    /// <param name="readSecret">Reads a key from a vault; called when an input is read and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    public InputStores Inputs(Func<KeySource, string?> readSecret, IStepLog log) => new(host, Stores, readSecret, log);

    /// <summary>The downloads of one command.</summary>
    /// <param name="together">Downloads at a time; each profile's own number when null.</param>
    /// <param name="readSecret">Reads a key of a store from a vault; called when a saving is prepared and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    /// <param name="warn">Takes what the user must know of a profile that cannot be used.</param>
    /// <param name="tell">Takes what may interest.</param>
    public SaveSession Save(int? together, Func<KeySource, string?> readSecret, IStepLog log, Action<string> warn, Action<string> tell) => new(host, Profiles, together, readSecret, log, warn, tell);

    /// <summary>The checks of a profile, each as soon as it is done.</summary>
    /// <param name="profile">Its name; the default one when null.</param>
    /// <param name="options">What is looked at beside the profile.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    public IAsyncEnumerable<WanProfileCheck> TestAsync(string? profile, ProfileTestOptions options, Func<KeySource, string?> readSecret, IStepLog log)
        => new ProfileTester(host.LinesFor(log), Profiles, Profiles.Find(profile), readSecret).RunAsync(options, CancellationToken.None);

    /// <summary>The checks of a store, each as soon as it is done.</summary>
    /// <param name="store">Its name.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    public IAsyncEnumerable<WanStoreCheck> TestStoreAsync(string store, Func<KeySource, string?> readSecret, IStepLog log)
    {
        var entry = Stores.Find(store);
        var http = host.Watched(proxy: null, key: null, log);
        try
        {
            var opened = host.OpenStore(entry, readSecret, log);
            return new StoreTester(entry, () => opened, http).RunAsync(CancellationToken.None);
        }
        catch (WanException refused)
        {
            return new StoreTester(entry, () => throw refused, http).RunAsync(CancellationToken.None);
        }
    }

    /// <summary>What the ledger has been billed, for each group, owner and unit.</summary>
    /// <param name="question">What is counted, and how.</param>
    /// <param name="priceList">Path of a price list that holds for all of it; each profile's own when null.</param>
    /// <param name="warn">Takes why rows have no amount.</param>
    /// <param name="ct">Stops.</param>
    public Task<IReadOnlyList<WanUsageRow>> MeasureAsync(UsageQuestion question, string? priceList, Action<string> warn, CancellationToken ct)
        => new UsageDesk(host, Profiles, Stores).MeasureAsync(question, priceList, warn, ct);

    /// <summary>What is to be known of a price list.</summary>
    /// <param name="path">Its file; that of the profile when null.</param>
    /// <param name="profile">The profile; the default one when null.</param>
    public IReadOnlyList<WanPriceCheck> TestPrices(string? path, string? profile) => new UsageDesk(host, Profiles, Stores).Test(path, profile);

    /// <summary>The file that an update of prices would write.</summary>
    /// <param name="path">Its file; that of the profile when null.</param>
    /// <param name="profile">The profile; the default one when null.</param>
    public string PricesPath(string? path, string? profile) => path ?? UsageDesk.PathOf(Profiles.Find(profile));

    /// <summary>Brings a price list to what the account's own endpoint publishes; the user's rows stay.</summary>
    /// <param name="path">The list's file, which need not exist.</param>
    /// <param name="profile">The profile; the default one when null.</param>
    /// <param name="currency">The currency of prices that name none; null where they must name it.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    /// <param name="ct">Stops.</param>
    public Task<IReadOnlyList<WanPriceUpdate>> UpdatePricesAsync(string path, string? profile, string? currency, Func<KeySource, string?> readSecret, IStepLog log, CancellationToken ct)
    {
        var code = currency?.Trim().ToUpperInvariant();
        if (code is not null && !Currencies.IsKnown(code))
        {
            throw BillingErrors.UnknownCurrency(currency!);
        }

        var bundle = Bundle.Resolve(Profiles.Find(profile), readSecret);
        var connection = new ProviderConnection(host.Watched(bundle.Profile.Proxy, bundle.Key, log), bundle, host.Time, host.Gate, host.Uploads);
        return new UsageDesk(host, Profiles, Stores).UpdateAsync(path, bundle.Show(), () => host.ProviderOf(bundle.Profile.Provider).Probe(connection).PricesAsync(code, ct));
    }

    /// <summary>Writes a page of jobs; gives their number.</summary>
    /// <param name="question">Which jobs, and how.</param>
    /// <param name="overwrite">Whether a page of that name may be replaced.</param>
    /// <param name="readSecret">Reads the keys of stores from a vault; called before anything is written.</param>
    /// <param name="log">Takes what is asked and answered.</param>
    /// <param name="ct">Stops.</param>
    public Task<int> ReportAsync(ReportQuestion question, bool overwrite, Func<KeySource, string?> readSecret, IStepLog log, CancellationToken ct)
        => new ReportDesk(host, new UsageDesk(host, Profiles, Stores), Stores, readSecret, log).ExportAsync(question, overwrite, ct);

    /// <summary>Why a price list cannot be used now; null where it can.</summary>
    public string? WhyNoPrices(string path) => new UsageDesk(host, Profiles, Stores).WhyNot(path);

    /// <summary>What providers offer.</summary>
    /// <param name="wanted">Whether a provider of that name is asked for.</param>
    /// <param name="needed">The one that must be there; null where any number may.</param>
    /// <param name="route">Only this route, by name or short form; all of them when null.</param>
    public IEnumerable<WanProviderOption> Offers(Func<string, bool> wanted, string? needed, string? route)
    {
        var data = ContractData.Current;
        var routes = route is null ? RouteCatalogue.All : [RouteCatalogue.Parse(route)];
        var found = data.Providers.Where(provider => wanted(provider.Name)).ToArray();
        return found.Length == 0 && needed is not null
            ? throw RouteErrors.ProviderUnknown(needed, string.Join(", ", data.Providers.Select(static provider => provider.Name)))
            : found.SelectMany(provider => ProviderOffers.Of(provider, data, routes));
    }

    /// <summary>Compares a bill with the ledger.</summary>
    /// <param name="question">Which bill, and how it is to be read.</param>
    /// <param name="warn">Takes what must be known of the comparison.</param>
    /// <param name="ct">Stops.</param>
    public Task<(WanBillSummary Summary, IReadOnlyList<WanBillRow> Rows)> CompareAsync(BillQuestion question, Action<string> warn, CancellationToken ct) => new BillDesk(host, Profiles).CompareAsync(question, warn, ct);

    /// <summary>The budget of a profile, as it is written.</summary>
    public WanBudget ReadProfileBudget(IReadOnlyDictionary<string, string?> table) => BudgetForm.OfProfile(table);

    /// <summary>The budget of a run, as it is written.</summary>
    public WanBudget ReadRunBudget(IReadOnlyDictionary<string, string?> table) => BudgetForm.OfRun(table);

    /// <summary>A name for a run of several commands.</summary>
    public string NewRun() => BudgetForm.NewRun();

    /// <summary>Which journal is in use, and how it is.</summary>
    public JournalFace Journal => new(host.JournalDesk);

    /// <summary>Rows of the journal, in the order they were made.</summary>
    public ValueTask<IReadOnlyList<JournalEntry>> RowsAsync(JournalFilter filter, CancellationToken ct) => host.Journal.QueryAsync(filter, ct);

    /// <summary>A task by its id alone, as the journal knows it.</summary>
    public async Task<WanTask?> FindAsync(string taskId, CancellationToken ct) => (await host.Journal.FindByTaskIdAsync(taskId, cancellation: ct))?.Task;

    /// <summary>Reads what the journal needs of a vault, on the thread that may ask it; for commands that open no profile.</summary>
    public void PrepareJournal(Func<KeySource, string?> readSecret) => host.Journals.Prepare(readSecret);

    /// <summary>Removes rows of the journal.</summary>
    public async Task ForgetAsync(IReadOnlyList<JournalEntry> rows, CancellationToken ct)
        => await host.Journal.ForgetAsync(new JournalFilter { LocalIds = [.. rows.Select(static row => row.LocalId)] }, ct);

    /// <summary>The newest tasks of the journal, which is neither made, locked nor mended by the look.</summary>
    public IReadOnlyList<WanTask> Glance(Func<WanTask, bool> wanted, int most) => host.Journals.Newest(wanted, most);

    /// <summary>The newest exchange with a provider that holds a request id, without its secrets.</summary>
    public string? ExchangeOf(string? requestId) => host.Exchanges.Find(requestId);

    /// <summary>Why nothing can be written to a folder now; null where it can.</summary>
    public string? WhyNotWritable(string folder) => StorageProbe.WhyNot(folder);

    /// <summary>Refuses uploads that were not made for a request, or have died.</summary>
    public void CheckUploads(RouteRequest request, IEnumerable<WanPublishedMedia> uploads) => UploadRules.Check(request, uploads, host.Time.GetUtcNow());
}
