using System.Management.Automation;

namespace Wan27.ModuleTests.Hosting;

/// <summary>What a script wrote to each stream, and how it ended.</summary>
internal sealed record ShellResult(
    IReadOnlyList<object> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Verbose, IReadOnlyList<string> Warnings, ErrorRecord? Terminated)
{
    /// <summary>What the progress lines said.</summary>
    public IReadOnlyList<string> Progress { get; init; } = [];

    public static ShellResult Of(PowerShell shell)
    {
        ErrorRecord? terminated = null;
        var output = new PSDataCollection<PSObject>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException ended)
        {
            terminated = ended.ErrorRecord;
        }

        return new ShellResult(
            [.. output.Where(static item => item is not null).Select(static item => item.BaseObject)],
            [.. shell.Streams.Error],
            [.. shell.Streams.Verbose.Select(static record => record.Message)],
            [.. shell.Streams.Warning.Select(static record => record.Message)],
            terminated)
        {
            Progress = [.. shell.Streams.Progress.Select(static record => record.StatusDescription)],
        };
    }

    public IReadOnlyList<T> Of<T>() => [.. Output.Cast<T>()];

    public T Single<T>() => Assert.IsType<T>(Assert.Single(MustSucceed().Output));

    public ShellResult MustSucceed()
    {
        Assert.Null(Terminated?.ToString());
        Assert.Empty(Errors.Select(static error => error.ToString()));
        return this;
    }

    /// <summary>The only error of a script that has output as well.</summary>
    public ErrorRecord OnlyErrorBeside(string id)
    {
        Assert.NotEmpty(Output);
        return OnlyError(id);
    }

    public ErrorRecord OnlyError(string id)
    {
        Assert.Null(Terminated?.ToString());
        var error = Assert.Single(Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        return error;
    }
}
