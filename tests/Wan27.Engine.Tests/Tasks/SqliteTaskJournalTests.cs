using System.Runtime.Versioning;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

public sealed class SqliteTaskJournalTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_and_files_are_the_owners_alone()
    {
        await _rig.Journal.ReserveAsync(Drafts.For("fox"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_rig.Folder));
        Assert.All(
            Directory.GetFiles(_rig.Folder),
            static path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }
}
