<#
.SYNOPSIS
Runs one file of the suite and writes a line of JSON for each test.
.PARAMETER Pester
Manifest of the Pester to run it with.
.PARAMETER Path
The file.
.PARAMETER Report
Where the lines go.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Pester,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Report
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
# One test by its name, with wildcards.
if ($env:WAN27_PESTER_NAME) { $configuration.Filter.FullName = $env:WAN27_PESTER_NAME }

function ConvertTo-Line([string] $Name, [string] $Result, [timespan] $Duration, [object[]] $Failure) {
    [ordered]@{
        Name    = $Name
        Result  = $Result
        Seconds = [math]::Round($Duration.TotalSeconds, 3)
        Message = ($Failure | ForEach-Object { $_.Exception.Message }) -join "`n"
        Trace   = ($Failure | ForEach-Object { $_.ScriptStackTrace }) -join "`n"
    } | ConvertTo-Json -Compress
}

# A skipped test tells its reason as an error record whose message begins with what Pester says before it.
$lines = foreach ($run in Invoke-Pester -Configuration $configuration) {
    foreach ($test in $run.Tests) {
        if ($env:WAN27_PESTER_NAME -and $test.Result -eq 'NotRun') { continue }
        ConvertTo-Line $test.ExpandedPath $test.Result $test.Duration $test.ErrorRecord
    }
    # What goes wrong around tests: a file that cannot be read, a BeforeAll or an AfterAll that throws.
    foreach ($block in @($run.FailedBlocks) + @($run.FailedContainers)) {
        ConvertTo-Line "around the tests: $($block.Name)" 'Failed' $block.Duration $block.ErrorRecord
    }
}
[System.IO.File]::WriteAllLines($Report, [string[]] @($lines))
exit 0
