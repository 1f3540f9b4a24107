<#
.SYNOPSIS
An Azure Automation runbook: pictures from a JSON list, stored on a share.
.DESCRIPTION
Needs a runtime environment with PowerShell 7.4 and the module Wan27, and a credential asset that holds the key as its password. Let the job run on
a Hybrid Runbook Worker, or point StateFolder to a mounted share: the journal must outlive the job, or job keys protect nothing.
.PARAMETER Jobs
A JSON list; the fields are named like the parameters of Start-WanImageTask.
.PARAMETER Destination
Folder for the results, on a mounted share.
.PARAMETER StateFolder
Folder for profiles and journal, on a mounted share.
.PARAMETER Region
Region of the key.
.PARAMETER KeyAsset
The credential asset with the key.
.PARAMETER Emulator
Runs against the built-in emulator: no credential, no key, no cost, no network.
.EXAMPLE
./examples/runbook.ps1 -Emulator
#>
param(
    [string] $Jobs = '[ { "JobKey": "harbour", "Prompt": "A quiet harbour at dawn", "Size": "1K" }, { "JobKey": "market", "Prompt": "A busy market", "Size": "1K", "Count": 2 } ]',
    [string] $Destination = (Join-Path $PSScriptRoot '..' 'out' 'runbook'),
    [string] $StateFolder,
    [string] $Region = 'Singapore',
    [string] $KeyAsset = 'Wan27Key',
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
# A runbook job only counts as failed when its script ends with an error.
$ErrorActionPreference = 'Stop'
if ($StateFolder) { $env:WAN27_HOME = $StateFolder }
if (-not (Get-Module Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = Join-Path $PSScriptRoot '..' 'Wan27.psd1'
    Import-Module ((Test-Path -LiteralPath $beside) ? $beside : 'Wan27')
}

try {
    if ($Emulator) {
        Start-WanEmulator -TaskSeconds 1 -Default
    }
    else {
        Set-WanProfile runbook -Region $Region -ApiKey (Get-AutomationPSCredential -Name $KeyAsset).Password -Default
    }

    $stored = $Jobs | ConvertFrom-Json | Start-WanImageTask -ErrorAction Continue -ErrorVariable failed |
        Wait-WanTask -TimeoutSec 7200 -ErrorAction Continue -ErrorVariable +failed |
        Save-WanResult -Destination $Destination -NameTemplate '{JobKey}-{Index}{Ext}' -ErrorAction Continue -ErrorVariable +failed
}
finally {
    if ($Emulator) { Stop-WanEmulator }
}

$stored | Select-Object JobKey, Name, Length, AlreadyStored
if ($failed) { throw "$($failed.Count) jobs failed: $($failed[0])" }
