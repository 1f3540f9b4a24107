using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

public sealed class JobKeyTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Of_processes_that_race_for_a_key_one_may_submit()
    {
        var children = Enumerable.Range(0, 4).Select(_ => new ChildProcess("reserve", _rig.Folder, "fox")).ToArray();
        try
        {
            foreach (var child in children)
            {
                Assert.Equal("ready", await child.ReadLineAsync());
            }

            await Task.WhenAll(children.Select(static child => child.WriteLineAsync("go")));
            var said = await Task.WhenAll(children.Select(static child => child.ReadLineAsync()));

            Assert.Equal(["Existing", "Existing", "Existing", "New"], said.Order(StringComparer.Ordinal));
        }
        finally
        {
            Array.ForEach(children, static child => child.Dispose());
        }
    }

    [Fact]
    public void The_hash_of_a_request_does_not_depend_on_the_order_of_its_parts()
    {
        var one = new Dictionary<string, object?> { ["A"] = 1, ["B"] = "x", ["C"] = null };
        var two = new Dictionary<string, object?> { ["B"] = "x", ["A"] = 1L };

        Assert.Equal(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m", two));
        Assert.NotEqual(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m2", one));
        Assert.NotEqual(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m", new Dictionary<string, object?> { ["A"] = 2, ["B"] = "x" }));
    }
}
