<#
.SYNOPSIS
What a scheduler runs: finishes what earlier runs have begun, then the batch, with a log and an exit code.
.DESCRIPTION
Two runs at the same time do no harm, because a job key is submitted once over all processes; the second is turned away all the same, to keep logs
readable. Ends with exit code 1 when something failed, and with 0 when another run is under way.
.PARAMETER Path
The CSV file of the batch, see batch.ps1.
.PARAMETER Destination
Folder for results and logs.
.PARAMETER Emulator
Runs against the built-in emulator: no key, no cost, no network.
.EXAMPLE
pwsh -NoProfile -NonInteractive -File examples/nightly.ps1 -Emulator
#>
param(
    [string] $Path = (Join-Path $PSScriptRoot 'jobs.csv'),
    [string] $Destination = (Join-Path $PSScriptRoot '..' 'out' 'nightly'),
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$folder = (New-Item -ItemType Directory -Path $Destination -Force).FullName
try {
    $lock = [System.IO.File]::Open((Join-Path $folder '.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
}
catch [System.IO.IOException] {
    'Another run is under way.'
    exit 0
}

$null = Start-Transcript -Path (Join-Path $folder "$(Get-Date -Format 'yyyy-MM-dd-HHmmss').log")
$code = 1
try {
    # Beside the examples in the repository; installed where they were copied.
    $beside = Join-Path $PSScriptRoot '..' 'Wan27.psd1'
    Import-Module ((Test-Path -LiteralPath $beside) ? $beside : 'Wan27')
    if (-not $Emulator) {
        # Results live 24 hours at the service: what an earlier run could not fetch comes first.
        Get-WanTask -State Submitted, Polling, Completed -Since ([datetime]::Now.AddHours(-24)) |
            Wait-WanTask -TimeoutSec 7200 -ErrorAction Continue | Save-WanResult -Destination $folder -NameTemplate '{JobKey}{Ext}' -ErrorAction Continue
    }

    $global:LASTEXITCODE = 0
    & (Join-Path $PSScriptRoot 'batch.ps1') -Path $Path -Destination $folder -Emulator:$Emulator
    $code = $LASTEXITCODE
}
finally {
    $null = Stop-Transcript
    $lock.Dispose()
}

exit $code
