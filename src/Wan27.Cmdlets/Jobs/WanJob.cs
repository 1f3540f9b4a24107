using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Wan27.Cmdlets.Jobs;

/// <summary>
/// A command of this module in the background of this process, as a job that Get-, Receive-, Wait-, Stop- and Remove-Job know. Being in
/// the process, it shares keys that were given for the session without ever naming them.
/// </summary>
internal sealed class WanJob : Job
{
    private readonly PowerShell _shell;
    private readonly Runspace _runspace;

    private WanJob(string command, Runspace runspace, PowerShell shell)
        : base(command)
    {
        PSJobTypeName = nameof(WanJob);
        _runspace = runspace;
        _shell = shell;
        Error = shell.Streams.Error;
        Warning = shell.Streams.Warning;
        Verbose = shell.Streams.Verbose;
        Debug = shell.Streams.Debug;
        Progress = shell.Streams.Progress;
        shell.InvocationStateChanged += (_, change) => Follow(change.InvocationStateInfo);
    }

    public override bool HasMoreData
        => Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Progress.Count > 0;

    public override string Location => "localhost";

    public override string StatusMessage => string.Empty;

    /// <summary>Starts the commands, one after the other, at the session's location; a job without any has ended already.</summary>
    /// <param name="cmdlet">The cmdlet that was asked for a job.</param>
    /// <param name="text">What Get-Job shows as its command; never a key, since no parameter takes one.</param>
    /// <param name="calls">Parameters of each call of the cmdlet's own command.</param>
    public static WanJob Start(PSCmdlet cmdlet, string text, IReadOnlyList<IReadOnlyDictionary<string, object?>> calls)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Combine(Path.GetDirectoryName(typeof(WanJob).Assembly.Location)!, "..", "Wan27.psd1")]);
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(cmdlet.SessionState.Path.CurrentFileSystemLocation.Path.Replace("[", "`[", StringComparison.Ordinal));

        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        foreach (var call in calls)
        {
            shell.AddStatement().AddCommand(cmdlet.MyInvocation.MyCommand.Name);
            foreach (var (name, value) in call)
            {
                shell.AddParameter(name, value);
            }
        }

        var job = new WanJob(text, runspace, shell);
        job.SetJobState(JobState.Running);
        if (calls.Count == 0)
        {
            // PowerShell runs no shell without a command.
            job.SetJobState(JobState.Completed);
            return job;
        }

        shell.BeginInvoke<PSObject, PSObject>(null, job.Output);
        return job;
    }

    public override void StopJob()
    {
        _shell.Stop();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shell.Dispose();
            _runspace.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Follow(PSInvocationStateInfo change)
    {
        switch (change.State)
        {
            case PSInvocationState.Completed:
                SetJobState(JobState.Completed);
                break;
            case PSInvocationState.Stopped:
                SetJobState(JobState.Stopped);
                break;
            case PSInvocationState.Failed:
                if (change.Reason is RuntimeException { ErrorRecord: { } error } && Error.IsOpen)
                {
                    Error.Add(error);
                }

                SetJobState(JobState.Failed);
                break;
        }
    }
}
