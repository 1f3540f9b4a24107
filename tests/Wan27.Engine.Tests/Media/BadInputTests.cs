using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

/// <summary>Paths that are not what they should be: each a finding, never an exception or a wait.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-bad-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_is_a_finding() => AssertProblem(MediaProblemKind.Missing, At("missing.mp4"));

    [Fact]
    public void A_file_in_a_missing_folder_is_a_finding() => AssertProblem(MediaProblemKind.Missing, At("nowhere/missing.mp4"));

    [Fact]
    public void A_folder_is_a_finding() => AssertProblem(MediaProblemKind.Directory, _folder);

    [Fact]
    public void An_empty_file_is_a_finding()
    {
        File.WriteAllBytes(At("empty.png"), []);

        AssertProblem(MediaProblemKind.Empty, At("empty.png"));
    }

    [Fact]
    public void A_path_that_no_system_allows_is_a_finding() => AssertProblem(MediaProblemKind.Missing, "a\0b.png");

    [Fact]
    public void A_link_is_followed()
    {
        File.WriteAllBytes(At("real.png"), HandMade.Png(2, false));
        File.CreateSymbolicLink(At("one.png"), At("real.png"));
        File.CreateSymbolicLink(At("two.png"), At("one.png"));

        var facts = MediaProbe.Read(At("two.png"));

        Assert.Equal(("PNG", 640), (facts.Format, facts.Width));
        Assert.Equal(new FileInfo(At("real.png")).Length, facts.Length);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_finding()
    {
        File.CreateSymbolicLink(At("broken.png"), At("gone.png"));

        AssertProblem(MediaProblemKind.BrokenLink, At("broken.png"));
    }

    [Fact]
    public void A_link_in_a_circle_is_a_finding()
    {
        File.CreateSymbolicLink(At("a.png"), At("b.png"));
        File.CreateSymbolicLink(At("b.png"), At("a.png"));

        AssertProblem(MediaProblemKind.BrokenLink, At("a.png"));
    }

    [UnixFact]
    public void A_pipe_without_a_writer_is_not_waited_for()
    {
        using var made = Process.Start("mkfifo", [At("pipe.mp4")]);
        made.WaitForExit();

        AssertProblem(MediaProblemKind.Empty, At("pipe.mp4"));
    }

    [UnixFact]
    public void A_device_is_not_opened() => AssertProblem(MediaProblemKind.Empty, "/dev/zero");

    [UnixFact]
    public void A_socket_is_a_finding()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("s.mp4")));

        AssertProblem(MediaProblemKind.Empty, At("s.mp4"));
    }

    [UnprivilegedFact]
    public void A_file_without_read_access_is_a_finding()
    {
        File.WriteAllBytes(At("locked.png"), HandMade.Png(2, false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("locked.png"), UnixFileMode.None);
        }

        AssertProblem(MediaProblemKind.NoAccess, At("locked.png"));
    }

    [Fact]
    public void A_sparse_file_of_four_gigabytes_costs_next_to_nothing()
    {
        using (var file = File.Create(At("sparse.mp4")))
        {
            file.Write(HandMade.Ftyp());
            file.SetLength(4L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = File.OpenRead(At("sparse.mp4"));
        var facts = MediaProbe.Read(stream, At("sparse.mp4"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(MediaProblemKind.MoovMissing, Assert.Single(facts.Problems).Kind);
        Assert.InRange(allocated, 0, 1 << 20);
    }

    [Fact]
    public void A_file_that_someone_is_writing_can_be_read()
    {
        File.WriteAllBytes(At("busy.png"), HandMade.Png(2, false));
        using var writer = new FileStream(At("busy.png"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.Equal("PNG", MediaProbe.Read(At("busy.png")).Format);
    }

    [Fact]
    public void Reading_leaves_the_file_as_it_was()
    {
        File.WriteAllBytes(At("a.png"), HandMade.Png(2, false));
        File.SetLastWriteTimeUtc(At("a.png"), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        MediaProbe.Read(At("a.png"));

        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), File.GetLastWriteTimeUtc(At("a.png")));
        Assert.Equal(HandMade.Png(2, false), File.ReadAllBytes(At("a.png")));
    }

    [Fact]
    public async Task A_share_that_never_answers_is_given_up_once_for_all_its_files()
    {
        var time = new FakeTimeProvider();
        using var answered = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        var asks = 0;
        MediaFacts Inspect(string path)
        {
            Interlocked.Increment(ref asks);
            asked.Set();
            answered.Wait();
            return new MediaFacts { Path = path };
        }

        var reading = MediaProbe.ReadAsync("//server/share/a.mp4", Inspect, time, CancellationToken.None);
        asked.Wait();
        time.Advance(MediaProbe.Patience);
        var first = await reading;
        var second = await MediaProbe.ReadAsync("//server/share/b.mp4", Inspect, time, CancellationToken.None);
        answered.Set();

        Assert.All([first, second], static facts => Assert.Equal(MediaProblemKind.Unresponsive, Assert.Single(facts.Problems).Kind));
        Assert.Equal(1, asks);
        Assert.True(MediaProbe.Patience < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_share_that_goes_away_while_reading_is_a_finding()
    {
        var facts = MediaProbe.Read(new FailingStream(HandMade.Png(2, false)), "a.png");

        Assert.Equal(MediaProblemKind.Unreadable, Assert.Single(facts.Problems).Kind);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static void AssertProblem(MediaProblemKind kind, string path)
    {
        var problem = Assert.Single(MediaProbe.Read(path).Problems);

        Assert.Equal(kind, problem.Kind);
        Assert.True(problem.IsFatal && problem.HidesContent);
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The specified network name is no longer available.");
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such files." : null;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnprivilegedFactAttribute : FactAttribute
    {
        public UnprivilegedFactAttribute()
            => Skip = OperatingSystem.IsWindows() ? "File modes are a Unix matter." : Environment.IsPrivilegedProcess ? "root may read everything." : null;
    }
}
