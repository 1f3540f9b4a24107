using Wan27.Engine.Records;

namespace Wan27.Engine.Tests.Records;

public sealed class ExclusiveMoveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-move-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_free_name_is_given_and_the_old_one_is_gone()
    {
        var (from, to) = (Write("part", "fox"), Path.Combine(_folder, "fox ü.mp4"));

        ExclusiveMove.Move(from, to);

        Assert.Equal("fox", File.ReadAllText(to));
        Assert.False(File.Exists(from));
    }

    [Fact]
    public void A_name_that_is_taken_keeps_its_file()
    {
        var (from, to) = (Write("part", "fox"), Write("fox.mp4", "owl"));

        Assert.Throws<IOException>(() => ExclusiveMove.Move(from, to));
        Assert.Equal("owl", File.ReadAllText(to));
        Assert.Equal("fox", File.ReadAllText(from));
    }

    [Fact]
    public void A_file_that_is_missing_is_said_to_be()
        => Assert.Throws<FileNotFoundException>(() => ExclusiveMove.Move(Path.Combine(_folder, "none"), Path.Combine(_folder, "fox.mp4")));

    [Fact]
    public void Of_all_that_race_for_a_name_one_gets_it_and_the_others_keep_their_files()
    {
        for (var round = 0; round < 200; round++)
        {
            var to = Path.Combine(_folder, $"{round}.mp4");
            var files = Enumerable.Range(0, 4).Select(racer => Write($"{round}-{racer}", $"{racer}")).ToArray();
            using var start = new Barrier(files.Length);
            var threads = files.Select(from => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    ExclusiveMove.Move(from, to);
                }
                catch (IOException)
                {
                    // Another one has it.
                }
            })).ToArray();
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());

            var winner = Assert.Single(files, static file => !File.Exists(file));
            Assert.Equal(winner[^1..], File.ReadAllText(to));
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
