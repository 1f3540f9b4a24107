<#
.SYNOPSIS
One picture, a clip made from it, and an edit of a clip: stored, verified, each with a sidecar.
.DESCRIPTION
Runs against the built-in emulator: no key, no cost, no network. Works in `wan27` and in PowerShell 7.4 or later.
.PARAMETER Destination
Folder for the results; out/quickstart beside the examples folder when left out.
.EXAMPLE
wan27 examples/quickstart.ps1
#>
param(
    [string] $Destination = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'quickstart')
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = [System.IO.Path]::Combine($PSScriptRoot, '..', 'Wan27.psd1')
    Import-Module -Name $(if ([System.IO.File]::Exists($beside)) { $beside } else { 'Wan27' })
}

$emulator = Start-WanEmulator -TaskSeconds 3 -PassThru
try {
    $run = @{ Profile = $emulator.Profile }

    # A still image, in one call.
    $picture = New-WanImage 'A red fox on a harbour wall at dawn' -Model wan2.7-image-pro -Size 2K @run

    # The picture becomes the first frame of a clip, and at the same time the reference for an edit of another clip.
    $tasks = @(
        $picture | Start-WanVideoTask 'The fox turns its head towards the boats' -Resolution 720P -Duration 5
        Start-WanVideoEditTask 'Put the fox of image 1 into the street' -Video "$PSScriptRoot/media/street.mp4" -ReferenceImage $picture -Resolution 720P @run
    )

    # Stored as soon as each is finished, whatever the order.
    $stored = @($picture; $tasks | Wait-WanTask) | Save-WanResult -Destination $Destination -NameTemplate '{Route}{Ext}' -Force
    $stored
    "$($stored.Count) files and their sidecars are in $([System.IO.Path]::GetFullPath($Destination))"
}
finally {
    Stop-WanEmulator
}
