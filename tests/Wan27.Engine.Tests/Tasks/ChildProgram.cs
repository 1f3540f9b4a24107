using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Results;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Tasks.Rates;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What this assembly does when a test starts it as another process.</summary>
internal static class ChildProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["reserve", var folder, var jobKey]:
                using (var journal = new SqliteTaskJournal(folder, TimeProvider.System))
                {
                    Console.WriteLine("ready");
                    await Console.In.ReadLineAsync();
                    Console.WriteLine((await journal.ReserveAsync(Drafts.For(jobKey))).Kind);

                    // What a process that is gone has not sent may be submitted by the next.
                    await Console.In.ReadLineAsync();
                }

                return 0;
            case ["journal-error", var folder]:
                try
                {
                    using var journal = new SqliteTaskJournal(folder, TimeProvider.System);
                    await journal.QueryAsync(new JournalFilter());
                }
                catch (Exception failed)
                {
                    Console.WriteLine((failed as WanException)?.Error.ErrorId ?? failed.ToString());
                }

                return 0;
            case ["write", var folder, var prefix, var count]:
                using (var journal = new SqliteTaskJournal(folder, TimeProvider.System))
                {
                    await Drafts.SubmitManyAsync(journal, prefix, int.Parse(count, CultureInfo.InvariantCulture));
                }

                return 0;
            case ["submit-and-hang", var folder, var jobKey]:
                var kept = new SqliteTaskJournal(folder, TimeProvider.System);
                Console.WriteLine((await kept.ReserveAsync(Drafts.For(jobKey))).Entry.LocalId);
                await Task.Delay(Timeout.Infinite);
                return 0;
            case ["submit", var endpoint, var folder, var jobKey]:
                await EngineRig.ClientOf(endpoint, folder).StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = jobKey }, new NoLog(), CancellationToken.None);
                return 0;
            case ["save", var folder, var url]:
                using (var http = new HttpClient())
                {
                    var plan = new ResultPlanner(TimeProvider.System).For(ResultRig.Task(url), new SaveOptions(folder))[0];
                    var bytes = new RecordedProgress { On = static position => Console.WriteLine(position.ToString(CultureInfo.InvariantCulture)) };
                    await new ResultStore(http, new ContractView(ContractData.Current), TimeProvider.System).SaveAsync(plan.Source, plan.Target, bytes, CancellationToken.None);
                }

                return 0;
            case ["rate", var folder, var count, var perSecond]:
                using (var book = new SqliteRateBook(folder, TimeProvider.System))
                {
                    var gate = new RateGate(book, TimeProvider.System);
                    var rate = double.Parse(perSecond, CultureInfo.InvariantCulture);
                    foreach (var arrived in await Journeys.MakeAsync(gate, int.Parse(count, CultureInfo.InvariantCulture), rate))
                    {
                        Console.WriteLine(arrived.Ticks.ToString(CultureInfo.InvariantCulture));
                    }
                }

                return 0;
            case ["budget", var kind, var place, var name, var limit]:
                return await Usage.BudgetTests.RaceAsync(kind, place, name, limit);
            default:
                await Console.Error.WriteLineAsync("This is a test assembly; run it with dotnet test.");
                return 2;
        }
    }
}
