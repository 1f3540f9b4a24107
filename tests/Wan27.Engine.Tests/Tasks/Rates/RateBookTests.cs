using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks.Rates;

public sealed class MemoryRateBookTests : RateBookSuite
{
    private readonly MemoryRateBook _book = new(TimeProvider.System);

    internal override IRateBook Open() => _book;
}

public sealed class SqliteRateBookTests : RateBookSuite, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-rates-").FullName;
    private readonly List<SqliteRateBook> _books = [];

    public void Dispose()
    {
        _books.ForEach(static book => book.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    internal override IRateBook Open()
    {
        var book = new SqliteRateBook(_folder, TimeProvider.System);
        _books.Add(book);
        return book;
    }

    [Fact]
    public async Task A_damaged_file_is_replaced_because_it_holds_nothing_of_worth()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "rates.db"), string.Concat(Enumerable.Repeat("not a database ", 1000)));

        Assert.NotNull((await Open().AskAsync("key", RatePace.Of(5), hasPlace: false, CancellationToken.None)).Permit);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "rates.db"));

        var failed = await Assert.ThrowsAsync<WanException>(async () => await Open().AskAsync("key", RatePace.Of(5), hasPlace: false, CancellationToken.None));

        Assert.Equal("Wan.Storage.RatesUnavailable", failed.Error.ErrorId);
    }
}
