<#
.SYNOPSIS
Edits every clip that is put into a folder.
.DESCRIPTION
Looks into the folder again and again; Ctrl+C ends it. A clip is taken when it has not been written to for a while. Its job key holds its name and its
content, so that a restart pays nothing twice and a new version of a clip is a new job. Afterwards it lies in done or failed.
.PARAMETER Inbox
The folder to watch.
.PARAMETER Prompt
What is done with each clip.
.PARAMETER Destination
Folder for the results.
.PARAMETER SettleSeconds
How long a clip must have been left alone.
.PARAMETER Once
Looks once and ends.
.PARAMETER Emulator
Runs against the built-in emulator: no key, no cost, no network.
.EXAMPLE
./examples/watch-folder.ps1 -Inbox ./inbox -Prompt 'Make it night' -Emulator
#>
param(
    [Parameter(Mandatory)] [string] $Inbox,
    [Parameter(Mandatory)] [string] $Prompt,
    [string] $Destination = (Join-Path $Inbox 'out'),
    [double] $SettleSeconds = 10,
    [switch] $Once,
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
if (-not (Get-Module Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = Join-Path $PSScriptRoot '..' 'Wan27.psd1'
    Import-Module ((Test-Path -LiteralPath $beside) ? $beside : 'Wan27') -ErrorAction Stop
}
$done, $failed = 'done', 'failed' | ForEach-Object { (New-Item -ItemType Directory -Path (Join-Path $Inbox $_) -Force -ErrorAction Stop).FullName }

try {
    if ($Emulator) { Start-WanEmulator -TaskSeconds 1 -Default }
    do {
        $clips = @{}
        Get-ChildItem -LiteralPath $Inbox -File | Where-Object Extension -In '.mp4', '.mov' |
            Where-Object { $_.LastWriteTimeUtc.AddSeconds($SettleSeconds) -le [datetime]::UtcNow } |
            ForEach-Object { $clips["$($_.BaseName)-$((Get-FileHash -LiteralPath $_.FullName).Hash.Substring(0, 12))"] = $_ }

        $refused = @()
        $stored = @($clips.GetEnumerator() | ForEach-Object {
                Start-WanVideoEditTask $Prompt -Video $_.Value -Resolution 720P -JobKey $_.Key -ErrorVariable problem
                # Only what lies in the clip or the prompt: a missing key or a broken line is no reason to put a clip aside.
                if ($problem -and $problem[0].Exception.Error.Boundary -in 'Media', 'Route', 'Content') { $refused += $_.Key }
            } | Wait-WanTask | Save-WanResult -Destination $Destination -NameTemplate '{JobKey}{Ext}')
        $stored

        foreach ($clip in $clips.GetEnumerator()) {
            # What is unfinished or in doubt stays where it is, and is taken up again.
            $ended = Get-WanTask -JobKey $clip.Key | Where-Object State -In 'Failed', 'Expired'
            if ($clip.Key -in @($stored | ForEach-Object JobKey)) { Move-Item -LiteralPath $clip.Value.FullName -Destination $done -Force }
            elseif ($ended -or $refused -contains $clip.Key) { Move-Item -LiteralPath $clip.Value.FullName -Destination $failed -Force }
        }

        if (-not $Once) { Start-Sleep -Seconds 5 }
    } until ($Once)
}
finally {
    if ($Emulator) { Stop-WanEmulator }
}
