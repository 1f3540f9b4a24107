using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A state folder and a journal in it.</summary>
internal sealed class JournalRig : IDisposable
{
    private readonly List<SqliteTaskJournal> _opened = [];

    public JournalRig()
    {
        Folder = Path.Combine(Directory.CreateTempSubdirectory("wan27-journal-").FullName, "state");
        Journal = Open();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));

    public string Folder { get; }

    public SqliteTaskJournal Journal { get; }

    public string FilePath => Path.Combine(Folder, "journal.db");

    public static WanError Error { get; } = new() { ErrorId = "Wan.Service.Cut", Boundary = WanBoundary.Service, Message = "The connection was cut." };

    public SqliteTaskJournal Open(JournalOptions? options = null)
    {
        var journal = new SqliteTaskJournal(Folder, Time, options);
        _opened.Add(journal);
        return journal;
    }

    /// <summary>All that lies in the folder, as bytes.</summary>
    public string Bytes()
        => string.Concat(Directory.EnumerateFiles(Folder).Select(static path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));

    public void Dispose()
    {
        foreach (var journal in _opened)
        {
            journal.Dispose();
        }

        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }
}
