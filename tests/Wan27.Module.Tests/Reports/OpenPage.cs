using System.Collections.Concurrent;
using System.Diagnostics;
using PuppeteerSharp;

namespace Wan27.ModuleTests.Reports;

/// <summary>A page in the browser, with all that it complained of and asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _requests = [];

    public OpenPage(IPage page, IBrowserContext context)
    {
        (Page, _context) = (page, context);
        page.Console += (_, said) =>
        {
            if (said.Message.Type is ConsoleType.Error or ConsoleType.Warning)
            {
                _complaints.Enqueue(said.Message.Text);
            }
        };
        page.PageError += (_, failed) => _complaints.Enqueue(failed.Message);
        page.Request += (_, asked) => _requests.Enqueue(asked.Request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, refusals by the page's policy among them.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<string> Requests => [.. _requests];

    public Task<T> AskAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    public Task<string> TextAsync(string selector) => Page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).textContent", selector);

    public Task<int> CountAsync(string selector) => Page.EvaluateFunctionAsync<int>("selector => document.querySelectorAll(selector).length", selector);

    /// <summary>The texts of a column of the table, row by row.</summary>
    public Task<string[]> ColumnAsync(string name)
        => Page.EvaluateFunctionAsync<string[]>(
            """
            name => {
              const place = [...document.querySelectorAll('#jobs thead th')].findIndex((cell) => cell.querySelector(`button[data-sort="${name}"]`));
              return [...document.querySelectorAll('#jobs tbody tr')].map((row) => row.cells[place].textContent.trim());
            }
            """,
            name);

    /// <summary>The selector of the card of a job.</summary>
    public async Task<string> CardAsync(string key)
        => $"article.card[data-job=\"{await Page.EvaluateFunctionAsync<int>("key => JSON.parse(document.getElementById('jobs-data').textContent).findIndex((job) => job.key === key)", key)}\"]";

    public async Task ClickAsync(string selector)
    {
        // The header stays above the page: what is to be clicked must not lie under it.
        await Page.EvaluateFunctionAsync("selector => document.querySelector(selector).scrollIntoView({ block: 'center', behavior: 'instant' })", selector);
        await Page.ClickAsync(selector);
    }

    /// <summary>Waits until an expression holds, for as long as a busy machine may need.</summary>
    public async Task UntilAsync(string expression)
    {
        for (var waited = Stopwatch.StartNew(); !await AskAsync<bool>($"Boolean({expression})"); await Task.Delay(Pause))
        {
            Assert.True(waited.Elapsed < Patience, $"It never came to this: {expression}. Complaints: {string.Join("; ", Complaints)}");
        }
    }

    /// <summary>Nothing was complained of, and nothing left the machine.</summary>
    public void MustBeQuiet()
    {
        Assert.Empty(Complaints);
        Assert.All(Requests, static url => Assert.Contains(url.Split(':')[0], new[] { "file", "data", "blob" }));
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        await _context.CloseAsync();
    }
}
