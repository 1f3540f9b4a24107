<#
.SYNOPSIS
Lays the built module out as it is published, and writes its nupkg beside it.
.DESCRIPTION
Takes what `dotnet build` put into bin and en-US. Leaves out symbols, what only a program of its own needs, and native libraries of systems that
PowerShell does not run on. The nupkg is what Install-PSResource takes from a repository; no network and no other tool is needed.
.PARAMETER Destination
Folder for Wan27/<version> and Wan27.<version>.nupkg.
.PARAMETER ProjectUri
Where the project lives, for manifest and nupkg; taken from the environment where a CI system of GitHub packs.
.EXAMPLE
./tools/Export-ModulePackage.ps1 -Destination ./out
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination,

    [uri] $ProjectUri = ($env:GITHUB_REPOSITORY ? "$env:GITHUB_SERVER_URL/$env:GITHUB_REPOSITORY" : $null)
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = Split-Path -Path $PSScriptRoot -Parent
$systems = 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64'
$content = 'Wan27.psd1', 'bin', 'en-US', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'README.md', 'CHANGELOG.md'

function Copy-Module([string] $Target) {
    if (Test-Path -LiteralPath $Target) { Remove-Item -LiteralPath $Target -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $Target -Force
    foreach ($name in $content) {
        Copy-Item -LiteralPath (Join-Path $root $name) -Destination $Target -Recurse
    }

    Get-ChildItem -LiteralPath $Target -Include *.pdb, *.runtimeconfig.json -Recurse | Remove-Item
    Get-ChildItem -LiteralPath (Join-Path $Target 'bin' 'engine' 'runtimes') -Directory | Where-Object Name -NotIn $systems | Remove-Item -Recurse
}

function Add-ProjectUri([string] $Path) {
    $lines = foreach ($line in Get-Content -LiteralPath $Path) {
        if ($line -match '^(\s*)LicenseUri\s') { "$($Matches[1])ProjectUri   = '$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($ProjectUri.AbsoluteUri))'" }
        $line
    }
    Set-Content -LiteralPath $Path -Value $lines
}

function Get-Nuspec([hashtable] $Manifest) {
    $data = $Manifest.PrivateData.PSData
    $cmdlets = @($Manifest.CmdletsToExport)
    $tags = @($data.Tags) + 'PSModule', 'PSIncludes_Cmdlet' + @($cmdlets | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    $escape = { [System.Security.SecurityElement]::Escape($args[0]) }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>Wan27</id>
    <version>$($Manifest.ModuleVersion)</version>
    <authors>$(& $escape $Manifest.Author)</authors>
    <owners>$(& $escape $Manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <licenseUrl>$(& $escape $data.LicenseUri)</licenseUrl>$(if ($ProjectUri) { "`n    <projectUrl>$(& $escape $ProjectUri.AbsoluteUri)</projectUrl>" })
    <description>$(& $escape $Manifest.Description)</description>
    <releaseNotes>$(& $escape $data.ReleaseNotes)</releaseNotes>
    <copyright>$(& $escape $Manifest.Copyright)</copyright>
    <tags>$(& $escape ($tags -join ' '))</tags>
  </metadata>
</package>
"@
}

function Write-Nupkg([string] $Module, [hashtable] $Manifest, [string] $Path) {
    $types = Get-ChildItem -LiteralPath $Module -File -Recurse | ForEach-Object { $_.Extension.TrimStart('.') } | Where-Object { $_ } | Sort-Object -Unique
    $defaults = @($types | Where-Object { $_ -ne 'xml' }) + 'nuspec' | ForEach-Object { "<Default Extension=`"$_`" ContentType=`"application/octet-stream`"/>" }
    $xml = '<?xml version="1.0" encoding="utf-8"?>'
    $parts = [ordered]@{
        'Wan27.nuspec'        = Get-Nuspec $Manifest
        '_rels/.rels'         = $xml + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/Wan27.nuspec" Id="manifest"/></Relationships>'
        '[Content_Types].xml' = $xml + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' + ($defaults -join '') + '<Override PartName="/LICENSE" ContentType="text/plain"/></Types>'
    }

    if (Test-Path -LiteralPath $Path) { Remove-Item -LiteralPath $Path }
    $package = [System.IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($part in $parts.GetEnumerator()) {
            $writer = [System.IO.StreamWriter]::new($package.CreateEntry($part.Key).Open())
            try { $writer.Write($part.Value) } finally { $writer.Dispose() }
        }

        foreach ($file in Get-ChildItem -LiteralPath $Module -File -Recurse) {
            $name = [System.IO.Path]::GetRelativePath($Module, $file.FullName).Replace('\', '/')
            $null = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($package, $file.FullName, $name)
        }
    }
    finally {
        $package.Dispose()
    }
}

$manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $root 'Wan27.psd1')
$folder = [System.IO.Path]::GetFullPath($Destination, $PWD.ProviderPath)
$module = Join-Path $folder 'Wan27' $manifest.ModuleVersion
$nupkg = Join-Path $folder "Wan27.$($manifest.ModuleVersion).nupkg"
Copy-Module $module
if ($ProjectUri) { Add-ProjectUri (Join-Path $module 'Wan27.psd1') }
Write-Nupkg $module $manifest $nupkg
Get-Item -LiteralPath $module, $nupkg
