param([string] $Module, [int] $Jobs, [string] $Destination)
$ErrorActionPreference = 'Stop'
Import-Module $Module
# The emulator is a process of its own, so that its work does not count.
$server = Start-Job -ArgumentList $Module -ScriptBlock {
    param($Module)
    Import-Module $Module
    (Start-WanEmulator -TaskSeconds 1 -Default -PassThru | Select-Object -ExpandProperty Url).ToString()
    Start-Sleep -Seconds 600
}
try {
    while (-not ($url = Receive-Job $server | Select-Object -First 1)) { Start-Sleep -Milliseconds 100 }
    $env:WAN27_BENCH_KEY = 'sk-' + '0' * 32
    Set-WanProfile -Name bench -Region Singapore -Endpoint $url -ApiKeyVariable WAN27_BENCH_KEY -SubmitRate 1000 -QueryRate 1000 -Force
    $rows = foreach ($i in 1..$Jobs) { [pscustomobject]@{ Prompt = "A fox $i runs"; JobKey = "$([guid]::NewGuid())"; Resolution = '720P'; Duration = 2; FirstFrame = 'https://example.com/fox.png' } }
    $process = Get-Process -Id $PID
    $before = $process.TotalProcessorTime
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $stored = @($rows | Start-WanVideoTask -Profile bench | Wait-WanTask | Save-WanResult -Destination $Destination)
    "bench wall $($watch.Elapsed.TotalMilliseconds)"
    $process.Refresh()
    "bench cpu $(($process.TotalProcessorTime - $before).TotalMilliseconds)"
    if ($stored.Count -ne $Jobs) { throw "$($stored.Count) of $Jobs results were stored." }
}
finally {
    Stop-Job $server
    Remove-Job $server -Force
    Remove-Item -LiteralPath $Destination -Recurse -Force
}
