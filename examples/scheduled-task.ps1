<#
.SYNOPSIS
Registers nightly.ps1 as a scheduled task of Windows.
.DESCRIPTION
The task runs under the present user, also when nobody is logged on. The key must be readable for that user: a user environment variable, or a file
(Set-WanProfile -ApiKeyFile). Profiles and journal are the user's own.
.PARAMETER At
Time of day.
.PARAMETER Path
The CSV file of the batch.
.PARAMETER Destination
Folder for results and logs.
.PARAMETER Emulator
Registers nothing and runs once, on any system, exactly what the task would run, against the built-in emulator.
.EXAMPLE
./examples/scheduled-task.ps1 -At 02:30
.EXAMPLE
./examples/scheduled-task.ps1 -Emulator
#>
param(
    [datetime] $At = '02:30',
    [string] $Path = (Join-Path $PSScriptRoot 'jobs.csv'),
    [string] $Destination = (Join-Path $PSScriptRoot '..' 'out' 'nightly'),
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$pwsh = (Get-Process -Id $PID).Path
# The task starts elsewhere: what belongs to this place must say so.
$Path, $Destination = $Path, $Destination | ForEach-Object { [System.IO.Path]::GetFullPath($_, $PWD.ProviderPath) }
$arguments = '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'nightly.ps1'), '-Path', $Path, '-Destination', $Destination

if ($Emulator) {
    & $pwsh @arguments -Emulator
    exit $LASTEXITCODE
}

$quoted = ($arguments | ForEach-Object { $_ -match '\s' ? "`"$_`"" : $_ }) -join ' '
$action = New-ScheduledTaskAction -Execute $pwsh -Argument $quoted -WorkingDirectory $PSScriptRoot
$trigger = New-ScheduledTaskTrigger -Daily -At $At
# A missed run is made up for; a second one beside the first is not started; four hours is more than the service gives a task.
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 4)
$principal = New-ScheduledTaskPrincipal -UserId ([System.Security.Principal.WindowsIdentity]::GetCurrent().Name) -LogonType S4U
Register-ScheduledTask -TaskName 'Wan27 nightly' -Action $action -Trigger $trigger -Settings $settings -Principal $principal -Force
