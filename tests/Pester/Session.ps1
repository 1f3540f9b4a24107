# Dot-sourced by every suite: the module under test, a home of its own, and an emulator as the default profile.

# The manifest of the module under test comes with the run; Pester by hand gets the packed module. Processes that a test starts find it there too.
if (-not $env:WAN27_MODULE) {
    $folder = Join-Path $PSScriptRoot '..' '..' 'out' 'pester'
    $module = & (Join-Path $PSScriptRoot '..' '..' 'tools' 'Export-ModulePackage.ps1') -Destination $folder | Select-Object -First 1
    $env:WAN27_MODULE = Join-Path $module.FullName 'Wan27.psd1'
}

function Start-TestSession {
    param([double] $TaskSeconds = 0)

    $env:WAN27_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "wan27-pester-$([guid]::NewGuid().ToString('N'))"
    Import-Module $env:WAN27_MODULE -Force
    Start-WanEmulator -TaskSeconds $TaskSeconds -Default -PassThru
}

# The emulator under a key that other processes find too, and asked as often as its own profile: the service's intervals are made for clips.
function Set-SharedProfile([string] $Name, [hashtable] $More = @{ Region = 'Singapore' }) {
    $env:WAN27_TEST_KEY = 'sk-5ecre7000000000000000000005ecre7'
    $limit = @{}
    foreach ($entry in (Get-WanProfile emulator).Limit.GetEnumerator()) { $limit[$entry.Key] = $entry.Value }
    Set-WanProfile $Name -Endpoint (Get-WanProfile emulator).Endpoint -ApiKeyVariable WAN27_TEST_KEY -Limit $limit @More
}

function Stop-TestSession {
    Remove-Item Env:WAN27_TEST_KEY -ErrorAction Ignore
    Stop-WanEmulator -WarningAction SilentlyContinue
    Remove-Module Wan27
    Remove-Item $env:WAN27_HOME -Recurse -Force -ErrorAction Ignore
    Remove-Item Env:WAN27_HOME
}
