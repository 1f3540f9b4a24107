<#
.SYNOPSIS
From words to a finished film in four steps: a picture, a clip that begins with it, the continuation of that clip, and an edit of the whole.
.DESCRIPTION
Each step is a job with a key of its own. Kill the script or the machine at any point and run the same line again: what is paid is handed out again,
what is stored stays, and the line goes on where it stood. Another name begins another line. Ends with exit code 1 when a step failed. Works in `wan27`
and in PowerShell 7.4 or later.
.PARAMETER Name
Begins the job keys and the names of the files.
.PARAMETER Destination
Folder for the results; out/production-line beside the examples folder when left out.
.PARAMETER Profile
The profile to work under; the default profile when left out.
.PARAMETER OnAmbiguous
What becomes of a step whose submit was cut off: with Prove and Adopt, the wait finds out which task is its own, or submits it anew when there is none.
Pictures tell no prompt; of them, Adopt takes the only task that can be its own. Resubmit sends again without waiting.
.PARAMETER Emulator
Runs against the built-in emulator: no key, no cost, no network.
.EXAMPLE
wan27 examples/production-line.ps1 -Emulator
.EXAMPLE
./examples/production-line.ps1 -Name fox-2 -Profile main -Destination films
#>
param(
    [string] $Name = 'fox',
    [string] $Destination = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'production-line'),
    [string] $Profile,
    [ValidateSet('Prove', 'Report', 'Adopt', 'Resubmit')]
    [string] $OnAmbiguous = 'Adopt',
    [switch] $Emulator
)

# A step that failed leaves nothing for the next one to work on.
$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = [System.IO.Path]::Combine($PSScriptRoot, '..', 'Wan27.psd1')
    Import-Module -Name $(if ([System.IO.File]::Exists($beside)) { $beside } else { 'Wan27' })
}

$run = @{ OnAmbiguous = $OnAmbiguous }
$store = @{ Destination = $Destination; NameTemplate = '{JobKey}{Ext}' }
if ($Profile) { $run.Profile = $Profile }
if ($Emulator) { $run.Profile = (Start-WanEmulator -TaskSeconds 1 -PassThru).Profile }
try {
    # Each step works on the stored file of the one before: a key stands for its content, so that a second run finds the same job.
    $picture = Start-WanImageTask 'A red fox on a harbour wall at dawn' -Model wan2.7-image-pro -Size 2K -JobKey "$Name-1-picture" @run |
        Wait-WanTask | Save-WanResult @store
    $picture

    $clip = Start-WanVideoTask 'The fox turns its head towards the boats' -FirstFrame $picture -Resolution 720P -Duration 3 -JobKey "$Name-2-clip" @run |
        Wait-WanTask | Save-WanResult @store
    $clip

    # The duration of a continuation is the total, and the total is billed.
    $longer = Start-WanVideoTask 'It jumps down and walks along the quay' -FirstClip $clip -Resolution 720P -Duration 6 -JobKey "$Name-3-longer" @run |
        Wait-WanTask | Save-WanResult @store
    $longer

    # The picture once more, so that the fox of the edit is the same.
    Start-WanVideoEditTask 'Turn it into a clay animation with the fox of image 1' -Video $longer -ReferenceImage $picture -Resolution 720P -JobKey "$Name-4-film" @run |
        Wait-WanTask | Save-WanResult @store
}
finally {
    if ($Emulator) { Stop-WanEmulator }
}
