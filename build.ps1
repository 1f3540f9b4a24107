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
Runs the tests with Pester 5.
.EXAMPLE
./build.ps1 -Task Bench
Times the packed module beside what people use instead, prints a table, and writes the figures to out/bench.json.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # Clean, Build, Analyze, Test, Pack, Bench
    [string[]] $Task = @('Build', 'Analyze', 'Test'),

    # Debug when left out, but Release for Pack and Bench
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    # Major version of the Pester that runs tests/Pester
    [ValidateSet('5', '6')]
    [string] $PesterVersion = '6'
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

function Invoke-Test {
    $results = Join-Path $PSScriptRoot 'out' 'TestResults'
    if (Test-Path -LiteralPath $results) { Remove-Item -LiteralPath $results -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $results -Force

    $env:WAN27_PESTER = $PesterVersion
    # One project after the other: tests of rates and waits should not share two cores with two other suites.
    dotnet test $solution --configuration $Configuration --no-build -maxcpucount:1 --logger trx --results-directory $results | Out-Host
    $exitCode = $LASTEXITCODE
    $count = Get-TrxCount $results
    Write-Host "$($count.Passed) passed, $($count.Failed) failed, $($count.Skipped) skipped"
    if ($count.Failed -gt 0) { throw "$($count.Failed) tests failed." }
    if ($exitCode -ne 0) { throw "dotnet test ended with $exitCode although no test failed." }
    if ($count.Passed -eq 0) { throw 'No test ran.' }
}

function Invoke-Pack {
    & (Join-Path $PSScriptRoot 'tools' 'Export-ModulePackage.ps1') -Destination (Join-Path $PSScriptRoot 'out') |
        ForEach-Object { Write-Host "Packed $_" }
}

function Invoke-Bench {
    # Started as `dotnet pwsh`, this process is dotnet; the launcher of the tests is PowerShell itself.
    $pwsh = (Get-Process -Id $PID).Path
    if ([System.IO.Path]::GetFileNameWithoutExtension($pwsh) -eq 'dotnet') {
        $pwsh = Join-Path $PSScriptRoot 'tests' 'Wan27.Pester.Tests' 'bin' $Configuration 'net10.0' 'pwsh' 'pwsh'
        if ($IsWindows) { $pwsh = Join-Path $PSHOME 'pwsh.exe' }
    }
    $manifest = Join-Path $PSScriptRoot 'out' 'Wan27' '*' 'Wan27.psd1' | Resolve-Path | Select-Object -Last 1
    $benchmarks = Join-Path $PSScriptRoot 'tests' 'Wan27.Benchmarks' 'bin' $Configuration 'net10.0' 'Wan27.Benchmarks.dll'
    $results = Join-Path $PSScriptRoot 'out' 'bench.json'
    dotnet $benchmarks large $pwsh $manifest $results
    if ($LASTEXITCODE -ne 0) { throw 'The scenarios failed.' }
    Push-Location -LiteralPath (Join-Path $PSScriptRoot 'out')
    try { dotnet $benchmarks small } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) { throw 'The benchmarks of the small failed.' }
    Write-Host "The figures are in $results."
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
