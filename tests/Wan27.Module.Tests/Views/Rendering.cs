using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Views;

/// <summary>Objects on the screen of a bare engine, without the cmdlets of the Utility module: what a user of any host sees.</summary>
internal sealed record Rendering
{
    public int Width { get; init; } = 160;

    /// <summary>The host can show colours.</summary>
    public bool Colours { get; init; }

    /// <summary>What the user has asked for; Host asks the host.</summary>
    public OutputRendering Wanted { get; init; } = OutputRendering.Host;

    public PSLanguageMode Mode { get; init; } = PSLanguageMode.FullLanguage;

    /// <summary>The view by its name; the one that the type is shown by when null. Without Format-Table it is the only one that the session knows.</summary>
    public string? View { get; init; }

    public static XDocument Views() => XDocument.Load(Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.format.ps1xml"));

    public string Show(params object[] objects)
    {
        var file = Path.Combine(Path.GetTempPath(), $"wan27-view-{Guid.NewGuid():N}.format.ps1xml");
        var before = PSStyle.Instance.OutputRendering;
        try
        {
            var state = InitialSessionState.CreateDefault2();
            if (View is not null)
            {
                var views = Views();
                views.Descendants("View").Where(view => view.Element("Name")!.Value != View || view.Descendants("TypeName").First().Value != objects[0].GetType().FullName).Remove();
                Assert.NotEmpty(views.Descendants("View"));
                views.Save(file);
                state.Formats.Add(new SessionStateFormatEntry(file));
            }

            var host = new RecordingHost(Width, Colours);
            using var runspace = RunspaceFactory.CreateRunspace(host, state);
            runspace.Open();
            Run(runspace, $"Import-Module '{ModuleAssemblies.Manifest}'; Set-StrictMode -Version Latest");
            PSStyle.Instance.OutputRendering = Wanted;
            runspace.SessionStateProxy.SetVariable("shown", objects);
            if (Mode != PSLanguageMode.FullLanguage)
            {
                runspace.SessionStateProxy.LanguageMode = Mode;
            }

            Run(runspace, "$shown | Out-Default");
            runspace.SessionStateProxy.LanguageMode = PSLanguageMode.FullLanguage;
            Run(runspace, "Remove-Module Wan27");
            return host.Text;
        }
        finally
        {
            PSStyle.Instance.OutputRendering = before;
            File.Delete(file);
        }
    }

    /// <summary>The screen as a person reads it. The engine paints headings for every host, and leaves it to the host to take that out.</summary>
    public string Read(params object[] objects) => new StringDecorated(Show(objects)).ToString(OutputRendering.PlainText);

    /// <summary>The lines of the screen, runs of blanks as one, without empty lines.</summary>
    public IReadOnlyList<string> Lines(params object[] objects)
        => [.. Read(objects).Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(static line => line.Trim().Length > 0)];

    private static void Run(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script).Invoke();
        Assert.Empty(shell.Streams.Error.Select(static error => error.ToString()));
    }
}
