#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, packs or cleans the module.
.EXAMPLE
./build.ps1
Builds everything and runs all tests.
.EXAMPLE
./build.ps1 -Task Build, Pack -Configuration Release
Lays the module out in out/Wan27/<version>, with its nupkg beside it.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # Build, Test, Pack, Clean
    [string[]] $Task = @('Build', 'Test'),

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$solution = Join-Path $PSScriptRoot 'Wan27.Module.sln'

function Invoke-Build {
    dotnet build $solution --configuration $Configuration
    if ($LASTEXITCODE -ne 0) { throw 'The build failed.' }
}

function Get-TrxCount([string] $Folder) {
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter *.trx -Recurse) {
        # Not executed and aborted tests have no counter that is always right; the difference to the total is.
        $counters = ([xml](Get-Content -LiteralPath $file.FullName -Raw)).TestRun.ResultSummary.Counters
        $count.Passed += [int]$counters.passed
        $count.Failed += [int]$counters.failed
        $count.Skipped += [int]$counters.total - [int]$counters.passed - [int]$counters.failed
    }
    $count
}

function Invoke-XunitTest([string] $Results) {
    dotnet test $solution --configuration $Configuration --no-build --logger trx --results-directory $Results | Out-Host
    $exitCode = $LASTEXITCODE
    $count = Get-TrxCount $Results
    if ($exitCode -ne 0 -and $count.Failed -eq 0) { throw "dotnet test ended with $exitCode although no test failed." }
    $count
}

function Invoke-PesterTest([string] $Results) {
    $folder = Join-Path $PSScriptRoot 'tests' 'Pester'
    if (-not (Test-Path -Path (Join-Path $folder '*.Tests.ps1'))) {
        Write-Host 'Pester suite skipped: tests/Pester holds no *.Tests.ps1.'
        return
    }
    if (-not (Get-Command -Name Invoke-Pester -ErrorAction Ignore)) {
        Write-Host 'Pester suite skipped: Pester is not installed (Install-PSResource Pester).'
        return
    }

    # A process of its own: a session that has loaded the module once cannot load a newer build of it, and locks its files on Windows.
    $report = Join-Path $Results 'pester.xml'
    $run = {
        param($Folder, $Report)
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $Folder
        $configuration.Run.PassThru = $true
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputPath = $Report
        $result = Invoke-Pester -Configuration $configuration
        "COUNTS $($result.PassedCount) $($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount) $($result.SkippedCount + $result.NotRunCount + $result.InconclusiveCount)"
    }
    $pwsh = (Get-Process -Id $PID).Path
    $counts = $null
    & $pwsh -NoProfile -NonInteractive -Command $run -args $folder, $report | ForEach-Object {
        if ("$_" -match '^COUNTS (\d+) (\d+) (\d+)$') { $counts = $Matches } else { Out-Host -InputObject $_ }
    }
    if (-not $counts) { throw 'Pester ended without a result.' }
    @{ Passed = [int]$counts[1]; Failed = [int]$counts[2]; Skipped = [int]$counts[3] }
}

function Invoke-Test {
    $results = Join-Path $PSScriptRoot 'out' 'TestResults'
    if (Test-Path -LiteralPath $results) { Remove-Item -LiteralPath $results -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $results -Force

    $counts = @(Invoke-XunitTest $results) + @(Invoke-PesterTest $results)
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($count in $counts) { foreach ($key in @($sum.Keys)) { $sum[$key] += $count[$key] } }
    Write-Host "$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed -gt 0) { throw "$($sum.Failed) tests failed." }
    if ($sum.Passed -eq 0) { throw 'No test ran.' }
}

function Invoke-Pack {
    & (Join-Path $PSScriptRoot 'tools' 'Export-ModulePackage.ps1') -Destination (Join-Path $PSScriptRoot 'out') |
        ForEach-Object { Write-Host "Packed $_" }
}

function Invoke-Clean {
    $folders = @('bin', 'out', 'en-US' | ForEach-Object { Join-Path $PSScriptRoot $_ })
    $folders += @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'src' '*'), (Join-Path $PSScriptRoot 'tests' '*'), (Join-Path $PSScriptRoot 'tools' '*') -Directory |
            ForEach-Object { Join-Path $_.FullName 'bin'; Join-Path $_.FullName 'obj' })
    $folders | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -Force
}

# Started with -File from another shell, 'Build,Test' arrives as one word.
$known = 'Clean', 'Build', 'Test', 'Pack'
$wanted = @($Task -split ',' | ForEach-Object { $_.Trim() })
$unknown = @($wanted | Where-Object { $_ -notin $known })
if ($unknown) { throw "Unknown task '$($unknown -join "', '")': choose from $($known -join ', ')." }
foreach ($name in $known) {
    if ($wanted -contains $name) { & "Invoke-$name" }
}
