namespace Wan27.ModuleTests.Console;

/// <summary>A folder of its own for the scripts of one test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("wan27 script's ").FullName;

    /// <summary>Writes a script and returns its full path.</summary>
    public string Add(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
