<#
.SYNOPSIS
Installs a packed module from a local repository, as Install-PSResource does it from a gallery, and runs the quickstart with it.
.DESCRIPTION
Nothing of this machine's own modules, profiles or journal is touched: repository, module folder and state live in a folder that is removed.
.PARAMETER Path
Folder with the nupkg.
.EXAMPLE
./tools/Test-ModulePackage.ps1 -Path out
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$packages = @(Get-ChildItem -LiteralPath $Path -Filter Wan27.*.nupkg)
if ($packages.Count -ne 1) { throw "'$Path' holds $($packages.Count) packages Wan27.*.nupkg; one is tested at a time." }

$folder = Join-Path ([System.IO.Path]::GetTempPath()) "wan27-package-$([guid]::NewGuid().ToString('N'))"
$repository = "wan27-package-$PID"
$modules = Join-Path $folder 'modules'
$shelf = Join-Path $folder 'repository'
$null = New-Item -ItemType Directory -Path $modules, $shelf -Force
Copy-Item -LiteralPath $packages[0].FullName -Destination $shelf
try {
    Register-PSResourceRepository -Name $repository -Uri $shelf -Trusted
    Save-PSResource -Name Wan27 -Repository $repository -Path $modules -IncludeXml
    $manifest = Get-ChildItem -LiteralPath (Join-Path $modules 'Wan27') -Filter Wan27.psd1 -Recurse

    # A process of its own: it finds the module by name, and its files are free again afterwards.
    $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
    $env:WAN27_HOME = Join-Path $folder 'home'
    $script = Join-Path $PSScriptRoot '..' 'examples' 'quickstart.ps1' | Resolve-Path
    $program = (Get-Process -Id $PID).Path
    # PowerShell as a .NET tool is an assembly that dotnet runs.
    $start = @(if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    & $program @start -NoProfile -NonInteractive -Command {
        param($Manifest, $Script)
        $ErrorActionPreference = 'Stop'
        Import-Module Wan27
        $module = Get-Module Wan27
        if ($module.Path -notlike "$(Split-Path $Manifest)*") { throw "The session took the module from $($module.Path)." }
        if (-not (Get-Help Start-WanVideoTask).Synopsis) { throw 'The help is missing.' }
        "Wan27 $($module.Version) in PowerShell $($PSVersionTable.PSVersion) on $([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"
        & $Script
    } -args $manifest.FullName, $script.ProviderPath
    if ($LASTEXITCODE -ne 0) { throw "The package does not work: the process ended with $LASTEXITCODE." }
}
finally {
    Unregister-PSResourceRepository -Name $repository -ErrorAction Ignore
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
}
