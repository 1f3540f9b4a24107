param([string] $Module, [string] $Cmdlet)
$ErrorActionPreference = 'Stop'
$watch = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
"bench import $($watch.Elapsed.TotalMilliseconds)"
foreach ($turn in 'first', 'second') {
    $watch.Restart()
    $null = & $Cmdlet
    "bench $turn $($watch.Elapsed.TotalMilliseconds)"
}
