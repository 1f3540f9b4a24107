using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Wan27.ModuleTests.Hosting;

/// <summary>A real PowerShell engine with the built module imported, and a home of its own.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable("WAN27_HOME");

    public Shell(params Type[] testCmdlets)
    {
        Folder = Directory.CreateTempSubdirectory("wan27-shell-").FullName;
        Environment.SetEnvironmentVariable("WAN27_HOME", Path.Combine(Folder, "home"));
        var state = InitialSessionState.CreateDefault2();
        foreach (var type in testCmdlets)
        {
            var name = (CmdletAttribute)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute))!;
            state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, null));
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Folder);
        Run($"Import-Module '{ModuleAssemblies.Manifest}'").MustSucceed();
    }

    /// <summary>The session's location.</summary>
    public string Folder { get; }

    public PowerShell Create(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        return shell;
    }

    public ShellResult Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = Create(script);
        return ShellResult.Of(shell);
    }

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public void Dispose()
    {
        Run("Stop-WanEmulator -WarningAction SilentlyContinue; Remove-Module Wan27");
        _runspace.Dispose();
        Environment.SetEnvironmentVariable("WAN27_HOME", _homeBefore);
        Directory.Delete(Folder, recursive: true);
    }
}
