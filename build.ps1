#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, checks, tests, packs, times or cleans the module.
.EXAMPLE
./build.ps1
Builds everything, checks the scripts and runs all tests.
.EXAMPLE
./build.ps1 -Task Pack
Lays a release build out in out/Wan27/<version>, with its nupkg beside it.
.EXAMPLE
./build.ps1 -Task Test -PesterVersion 5
Runs the tests with the newest Pester 5 that is installed.
.EXAMPLE
./build.ps1 -Task Bench
Times the import of the packed module beside an empty one, and reading the headers of media files.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # Clean, Build, Analyze, Test, Pack, Bench
    [string[]] $Task = @('Build', 'Analyze', 'Test'),

    # Debug when left out, but Release for Pack and Bench
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    # Major version of Pester; the newest that is installed when left out
    [ValidateSet('5', '6')]
    [string] $PesterVersion
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$solution = Join-Path $PSScriptRoot 'Wan27.Module.sln'

function Invoke-Build {
    dotnet build $solution --configuration $Configuration
    if ($LASTEXITCODE -ne 0) { throw 'The build failed.' }
}

function Invoke-Analyze {
    if (-not (Get-Module -Name PSScriptAnalyzer -ListAvailable)) {
        Write-Host 'Analysis of the scripts skipped: PSScriptAnalyzer is not installed (Install-PSResource PSScriptAnalyzer).'
        return
    }

    $settings = Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1'
    # By name, because bin, out and obj hold scripts of others.
    $findings = foreach ($name in 'build.ps1', 'Wan27.psd1', 'PSScriptAnalyzerSettings.psd1', 'tools', 'examples', 'tests') {
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $name) -Recurse -Settings $settings
    }
    if ($findings) {
        $findings | Format-Table -Property Severity, RuleName, ScriptName, Line, Message -AutoSize -Wrap | Out-Host
        throw "PSScriptAnalyzer has $(@($findings).Count) findings."
    }
    Write-Host "PSScriptAnalyzer $((Get-Module PSScriptAnalyzer).Version): nothing found"
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
    # Windows has a Pester 3 of its own, which does not know this syntax.
    $pester = Get-Module -Name Pester -ListAvailable |
        Where-Object { $_.Version -ge '5.6.0' -and (-not $PesterVersion -or $_.Version.Major -eq $PesterVersion) } |
        Sort-Object -Property Version -Descending | Select-Object -First 1
    if (-not $pester) {
        # Who names a version wants that run; without one the suite is for those who have it.
        $missing = 'Pester {0} is not installed (Install-PSResource Pester).' -f ($PesterVersion ? $PesterVersion : '5.6 or later')
        if ($PesterVersion) { throw $missing }
        Write-Host "Pester suite skipped: $missing"
        return
    }

    # A process of its own: a session that has loaded the module once cannot load a newer build of it, and locks its files on Windows.
    $report = Join-Path $Results 'pester.xml'
    $run = {
        param($Pester, $Folder, $Report)
        Import-Module $Pester
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
    & $pwsh -NoProfile -NonInteractive -Command $run -args $pester.Path, $folder, $report | ForEach-Object {
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

function Invoke-Bench {
    $pwsh = (Get-Process -Id $PID).Path
    $manifest = Join-Path $PSScriptRoot 'out' 'Wan27' '*' 'Wan27.psd1' | Resolve-Path | Select-Object -Last 1
    $benchmarks = Join-Path $PSScriptRoot 'tests' 'Wan27.Benchmarks'
    dotnet run --project $benchmarks --configuration $Configuration -- import $pwsh $manifest
    if ($LASTEXITCODE -ne 0) { throw 'The import benchmark failed.' }
    dotnet run --project $benchmarks --configuration $Configuration --no-build -- headers
    if ($LASTEXITCODE -ne 0) { throw 'The header benchmark failed.' }
}

function Invoke-Clean {
    $folders = @('bin', 'out', 'en-US' | ForEach-Object { Join-Path $PSScriptRoot $_ })
    $folders += @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'src' '*'), (Join-Path $PSScriptRoot 'tests' '*'), (Join-Path $PSScriptRoot 'tools' '*') -Directory |
            ForEach-Object { Join-Path $_.FullName 'bin'; Join-Path $_.FullName 'obj' })
    $folders | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -Force
}

# Started with -File from another shell, 'Build,Test' arrives as one word.
$known = 'Clean', 'Build', 'Analyze', 'Test', 'Pack', 'Bench'
$wanted = @($Task -split ',' | ForEach-Object { $_.Trim() })
$unknown = @($wanted | Where-Object { $_ -notin $known })
if ($unknown) { throw "Unknown task '$($unknown -join "', '")': choose from $($known -join ', ')." }

# What is published and timed is a fresh release build.
if ($wanted -contains 'Bench') { $wanted += 'Pack' }
if ($wanted -contains 'Pack') { $wanted += 'Build' }
if (-not $Configuration) { $Configuration = $wanted -contains 'Pack' ? 'Release' : 'Debug' }
foreach ($name in $known) {
    if ($wanted -contains $name) { & "Invoke-$name" }
}
