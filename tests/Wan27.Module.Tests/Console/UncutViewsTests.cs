using System.Xml.Linq;
using Wan27.Console;

namespace Wan27.ModuleTests.Console;

public sealed class UncutViewsTests
{
    [Fact]
    public void A_copied_view_keeps_its_columns_but_not_their_widths()
    {
        using var folder = new ScriptFolder();
        string original = folder.Add(
            "x.format.ps1xml",
            """
            <Configuration><ViewDefinitions><View><Name>x</Name><ViewSelectedBy><TypeName>T</TypeName></ViewSelectedBy><TableControl>
              <TableHeaders><TableColumnHeader><Label>Id</Label><Width>8</Width><Alignment>Right</Alignment></TableColumnHeader></TableHeaders>
              <TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Id</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries>
            </TableControl></View></ViewDefinitions></Configuration>
            """);
        using var views = new UncutViews();

        XElement table = Assert.Single(XDocument.Load(views.Add(original)).Descendants("TableControl"));

        Assert.Equal(["AutoSize", "TableHeaders", "TableRowEntries"], table.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["Label", "Alignment"], Assert.Single(table.Descendants("TableColumnHeader")).Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public void The_copies_are_gone_when_the_console_ends()
    {
        using var folder = new ScriptFolder();
        string copy;
        using (var views = new UncutViews())
        {
            copy = views.Add(folder.Add("x.format.ps1xml", "<Configuration/>"));
            Assert.True(File.Exists(copy));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(copy)));
    }
}
