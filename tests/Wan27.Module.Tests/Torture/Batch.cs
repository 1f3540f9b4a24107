using System.Globalization;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Torture;

/// <summary>Forty jobs and the script that runs them, as a user would write it.</summary>
internal sealed class Batch
{
    private const int Each = 20;

    private const string Text = """
        param([string] $OnAmbiguous, [int] $Seed)
        $states = @{}
        Get-WanTask | ForEach-Object { $states["$($_.State)"]++ }
        "before: $(($states.Keys | ForEach-Object { "$($states[$_]) $_" }) -join ', ')"
        $edits, $clips = 'edit', 'clip' | ForEach-Object {
            $kind = $_
            $rows = [object[]](1..20 | ForEach-Object {
                [pscustomobject]@{ JobKey = "$kind-$_"; Prompt = "$kind number $_"; Video = "edit-$_.mp4"; FirstFrame = "https://cdn.example.com/$_.png" }
            })
            [Random]::new($Seed).Shuffle[object]($rows)
            , $rows
        }
        & {
            $edits | Start-WanVideoEditTask -Resolution 720P -OnAmbiguous $OnAmbiguous
            $clips | Start-WanVideoTask -Resolution 720P -Duration 2 -OnAmbiguous $OnAmbiguous
        } | Wait-WanTask | Save-WanResult out -NameTemplate '{JobKey}{Ext}' | ForEach-Object { "stored: $($_.JobKey)" }
        """;

    public Batch(UserFolder user)
    {
        Jobs = [.. new[] { "edit", "clip" }.SelectMany(static kind => Enumerable.Range(1, Each).Select(number => new Job($"{kind}-{number}", $"{kind} number {number}")))];
        foreach (var edit in Jobs.Take(Each))
        {
            // A file each, so that each has to be uploaded.
            File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), user.PathOf(edit.Key + ".mp4"));
        }

        File.WriteAllText(user.PathOf("batch.ps1"), Text);
    }

    public IReadOnlyList<Job> Jobs { get; }

    public static string[] Command(WanOnAmbiguous onAmbiguous, int seed) => ["batch.ps1", onAmbiguous.ToString(), seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>A row of the user's table. The prompt tells the job apart at the service.</summary>
    internal sealed record Job(string Key, string Prompt);
}
