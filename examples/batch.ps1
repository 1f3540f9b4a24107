<#
.SYNOPSIS
Edits clips as a CSV file says, and stores the results. Run it again at any time: nothing is paid or downloaded twice.
.DESCRIPTION
Every column that is named like a parameter of Start-WanVideoEditTask is used; an empty cell means "not given". Paths belong to the folder of
the CSV file. Ends with exit code 1 when a job failed.
.PARAMETER Path
The CSV file.
.PARAMETER Destination
Folder for the results.
.PARAMETER Emulator
Runs against the built-in emulator: no key, no cost, no network.
.EXAMPLE
./examples/batch.ps1 -Emulator
#>
param(
    [string] $Path = (Join-Path $PSScriptRoot 'jobs.csv'),
    [string] $Destination = (Join-Path $PSScriptRoot '..' 'out' 'batch'),
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
# A bad row must not stop the others, also where the caller stops at errors of its own.
$ErrorActionPreference = 'Continue'
if (-not (Get-Module Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = Join-Path $PSScriptRoot '..' 'Wan27.psd1'
    Import-Module ((Test-Path -LiteralPath $beside) ? $beside : 'Wan27') -ErrorAction Stop
}

$file = (Resolve-Path -LiteralPath $Path -ErrorAction Stop).ProviderPath
$jobs = Import-Csv -LiteralPath $file -ErrorAction Stop
$target = [System.IO.Path]::GetFullPath($Destination, $PWD.ProviderPath)
Push-Location -LiteralPath (Split-Path $file) -StackName batch
try {
    if ($Emulator) { Start-WanEmulator -TaskSeconds 1 -Default }
    $jobs | Start-WanVideoEditTask -ErrorVariable failed | Wait-WanTask -ErrorVariable +failed |
        Save-WanResult -Destination $target -NameTemplate '{JobKey}{Ext}' -ErrorVariable +failed
}
finally {
    if ($Emulator) { Stop-WanEmulator }
    Pop-Location -StackName batch
}

if ($failed) { exit 1 }
