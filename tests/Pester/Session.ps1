# Dot-sourced by every suite: the built module, a home of its own, and an emulator as the default profile.
function Start-TestSession {
    param([double] $TaskSeconds = 0)

    $env:WAN27_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "wan27-pester-$([guid]::NewGuid().ToString('N'))"
    Import-Module (Join-Path $PSScriptRoot '..' '..' 'Wan27.psd1') -Force
    Start-WanEmulator -TaskSeconds $TaskSeconds -Default -PassThru
}

function Stop-TestSession {
    Stop-WanEmulator -WarningAction SilentlyContinue
    Remove-Module Wan27
    Remove-Item $env:WAN27_HOME -Recurse -Force -ErrorAction Ignore
    Remove-Item Env:WAN27_HOME
}
