param([string] $Module, [string] $Path, [int] $Rows = 10000)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$lines = foreach ($i in 1..$Rows) { "A fox $i runs,https://example.com/$i.png,720P,5,job-$i,$i" }
[System.IO.File]::WriteAllLines($Path, [string[]](@('Prompt,FirstFrame,Resolution,Duration,JobKey,Seed') + $lines))
$env:WAN27_BENCH_KEY = 'sk-' + '0' * 32
Set-WanProfile -Name bench -Region Singapore -ApiKeyVariable WAN27_BENCH_KEY -Default

function Measure-Work([string] $Name, [scriptblock] $Work) {
    $before = [System.GC]::GetTotalAllocatedBytes()
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Work 6>$null
    "bench $Name $($watch.Elapsed.TotalMilliseconds)"
    "bench $Name.mb $(([System.GC]::GetTotalAllocatedBytes() - $before) / 1MB)"
}

Measure-Work csv { Import-Csv -LiteralPath $Path }
Measure-Work whatif { Import-Csv -LiteralPath $Path | Start-WanVideoTask -WhatIf }
