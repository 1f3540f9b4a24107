using System.Xml.Linq;

namespace Wan27.Console;

/// <summary>
/// The module's table views without fixed column widths, for output that goes to a file or a program: the engine cuts what is wider than its
/// column wherever it writes, and a task id that has lost its end is of no use in a log.
/// </summary>
internal sealed class UncutViews : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wan27-views-");

    /// <summary>Writes a copy of a view file whose columns are as wide as what is in them.</summary>
    /// <returns>The full path of the copy, which lives as long as this object.</returns>
    public string Add(string viewFile)
    {
        XDocument views = XDocument.Load(viewFile);
        foreach (XElement table in views.Descendants("TableControl"))
        {
            table.Elements("AutoSize").Remove();
            table.Descendants("Width").Remove();
            table.AddFirst(new XElement("AutoSize"));
        }

        string copy = Path.Combine(_folder.FullName, Path.GetFileName(viewFile));
        views.Save(copy);
        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
