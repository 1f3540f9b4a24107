#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

# The module as it is published: packed here, and imported from where people put such things.

BeforeDiscovery {
    $systems = 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64'
}

BeforeAll {
    $root = Join-Path $PSScriptRoot '..' '..' | Resolve-Path
    $source = Import-PowerShellDataFile (Join-Path $root 'Wan27.psd1')
    $module, $nupkg = & (Join-Path $root 'tools' 'Export-ModulePackage.ps1') -Destination (Join-Path $TestDrive 'Módulo 狐 & Co') -ProjectUri 'https://example.com/wan27?a=1&b=it''s'
    $manifest = Join-Path $module.FullName 'Wan27.psd1'

    # A process of its own: this one may have the module loaded from the repository.
    function Invoke-Fresh([scriptblock] $Script, [object[]] $Arguments) {
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -OutputFormat Text -Command $Script -args $Arguments
        if ($LASTEXITCODE -ne 0) { throw "The process ended with $LASTEXITCODE." }
    }
}

Describe 'The packed module' {
    It 'has a clean manifest of the version of the assemblies' {
        $found = Test-ModuleManifest $manifest -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        foreach ($assembly in 'Wan27.dll', 'Wan27.Contracts.dll', 'engine/Wan27.Engine.dll') {
            [System.Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $module.FullName 'bin' $assembly)).ProductVersion -replace '\+.*$' | Should -Be "$($found.Version)" -Because $assembly
        }
        "$($found.PowerShellVersion) $($found.CompatiblePSEditions)" | Should -Be '7.4 Core'
        $found.LicenseUri, $found.Tags, $found.ReleaseNotes, $found.Author, $found.Description | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        $module.Name | Should -Be "$($found.Version)"
        $found.ExportedCmdlets.Keys | Sort-Object | Should -Be ($source.CmdletsToExport | Sort-Object)
        $found.ProjectUri.AbsoluteUri | Should -Be "https://example.com/wan27?a=1&b=it's"
        $found.ExportedFunctions.Count + $found.ExportedAliases.Count | Should -Be 0
    }

    It 'holds only what is needed' {
        $files = Get-ChildItem -LiteralPath $module.FullName -File -Recurse | ForEach-Object { [System.IO.Path]::GetRelativePath($module.FullName, $_.FullName).Replace('\', '/') }
        $files | Where-Object { $_ -match '\.(pdb|cs|runtimeconfig\.json)$|/ref/|Test|xunit|System\.Management\.Automation|browser' } | Should -BeNullOrEmpty
        $files | Where-Object { $_ -notmatch '/' } | Sort-Object | Should -Be 'CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md', 'Wan27.psd1'
        $files | Should -Contain 'en-US/Wan27.dll-Help.xml'
        $files | Should -Contain 'en-US/about_Wan27.help.txt'
    }

    It 'names the licence of every library in it, and has nothing of the SDK that the console is built with' {
        $libraries = @(Get-ChildItem -LiteralPath (Join-Path $module.FullName 'bin') -Filter *.dll -Recurse | Where-Object Name -NotLike 'Wan27*')
        $libraries.Count | Should -BeGreaterThan 5
        $notices = Get-Content -LiteralPath (Join-Path $module.FullName 'THIRD-PARTY-NOTICES.md') -Raw
        $shipped, $apart = $notices -split '## Only beside the console'
        $libraries | Where-Object { $_.BaseName -ne 'e_sqlite3' -and -not $shipped.Contains($_.Name) } | Should -BeNullOrEmpty
        $apart | Should -Match 'Microsoft\.PowerShell\.SDK'
        $apart | Should -Match 'Microsoft\.Management\.Infrastructure\.Runtime\.Win'
        $libraries.Name | Where-Object { $_ -match '^(Microsoft\.PowerShell|Microsoft\.Management|System\.Management|Markdig|Newtonsoft|mi|miutils)\b' } | Should -BeNullOrEmpty
    }

    It 'has native SQLite for every system that PowerShell runs on, and for no other' -ForEach @{ systems = $systems } {
        $runtimes = Join-Path $module.FullName 'bin' 'engine' 'runtimes'
        (Get-ChildItem -LiteralPath $runtimes).Name | Sort-Object | Should -Be ($systems | Sort-Object)
        foreach ($system in $systems) {
            Get-ChildItem -LiteralPath (Join-Path $runtimes $system 'native') -File | Should -HaveCount 1 -Because $system
        }
    }

    It 'works from a read-only folder with spaces and other letters' {
        # One who may write anyway (root) is not stopped by this; the unchanged tree afterwards is what counts.
        Get-ChildItem -LiteralPath $module.FullName -File -Recurse | ForEach-Object { $_.IsReadOnly = $true }
        if (-not $IsWindows) { chmod -R a-w $module.FullName }
        $before = Get-ChildItem -LiteralPath $module.FullName -Recurse | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" }
        try {
            $lines = Invoke-Fresh {
                $ErrorActionPreference = 'Stop'
                Set-StrictMode -Version Latest
                $manifest, $work = $args
                $env:WAN27_HOME = Join-Path $work 'home'
                Import-Module ([WildcardPattern]::Escape($manifest))
                Start-WanEmulator -TaskSeconds 0 -Default
                $asset = Start-WanVideoTask 'It turns' https://cdn.example.com/a.png -Resolution 720P -JobKey packed | Wait-WanTask | Save-WanResult -Destination (Join-Path $work 'out')
                (Get-WanTask -JobKey packed).State.ToString()
                Test-Path -LiteralPath $asset.Path
                (Get-Help Start-WanVideoTask).Synopsis
                (Get-Module Wan27).ModuleBase
                Stop-WanEmulator
            } $manifest, (Join-Path $TestDrive 'work')
            $lines | Should -Be 'Stored', 'True', 'Starts image-to-video tasks: a clip from frames, or the continuation of a clip.', $module.FullName
        }
        finally {
            if (-not $IsWindows) { chmod -R u+w $module.FullName }
            Get-ChildItem -LiteralPath $module.FullName -File -Recurse | ForEach-Object { $_.IsReadOnly = $false }
        }

        Get-ChildItem -LiteralPath $module.FullName -Recurse | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" } | Should -Be $before
    }

    It 'runs no script at import' {
        $source.ContainsKey('ScriptsToProcess') -or $source.ContainsKey('NestedModules') | Should -BeFalse
        Get-ChildItem -LiteralPath $module.FullName -Include *.psm1, *.ps1 -Recurse | Should -BeNullOrEmpty
    }

    It 'works and shows all in a session that is constrained <when> the import' -ForEach @(@{ when = 'before' }, @{ when = 'after' }) {
        $lines = Invoke-Fresh {
            $manifest, $work, $when = $args
            $env:WAN27_HOME = Join-Path $work "constrained $when"
            $path = [WildcardPattern]::Escape($manifest)
            if ($when -eq 'before') { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
            Import-Module $path -ErrorAction Stop
            if ($when -eq 'after') { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
            $emulator = Start-WanEmulator -TaskSeconds 0 -Default -PassThru
            $done = Start-WanVideoTask fox https://cdn.example.com/a.png -Resolution 720P -Duration 2 | Wait-WanTask
            $outputs = @(
                $emulator; $done; $done | Save-WanResult -Destination (Join-Path $work $when)
                New-WanImage fox -Size 1K; Get-WanProfile; Test-WanProfile; Publish-WanMedia (Get-WanTask).Files[0] -Model wan2.7-videoedit
                Test-WanVideoInput -FirstFrame nowhere.png -Resolution 720P
            )
            Stop-WanEmulator
            $outputs | ForEach-Object { $_ | Format-Table | Out-String -Width 300; $_ | Format-List | Out-String -Width 300; $_ | Out-String -Width 300 }
            "mode=$($ExecutionContext.SessionState.LanguageMode) errors=$($Error.Count) $Error"
        } $manifest, (Join-Path $TestDrive 'work'), $when
        $text = $lines | Out-String
        $text | Should -Match 'mode=ConstrainedLanguage errors=0'
        # Time of day, request, limits and folder: cells that are made by blocks.
        $text | Should -Match '\s\d\d:\d\d:\d\d\s'
        $text | Should -Match 'Request +: .*duration ?= ?2'
        $text | Should -Match 'Limit +: .*poll\.i2v'
        $text | Should -Match ([regex]::Escape((Join-Path $TestDrive 'work' $when)) + '\s')
    }
}

Describe 'The nupkg' {
    It 'is a package with the module, its facts and nothing else' {
        $package = [System.IO.Packaging.Package]::Open($nupkg.FullName, 'Open', 'Read')
        try {
            $relation = $package.GetRelationshipsByType('http://schemas.microsoft.com/packaging/2010/07/manifest') | Select-Object -First 1
            $part = $package.GetPart($relation.TargetUri)
            $nuspec = ([xml][System.IO.StreamReader]::new($part.GetStream()).ReadToEnd()).package.metadata
            $parts = $package.GetParts().Uri.OriginalString | Where-Object { $_ -notlike '/_rels/*' -and $_ -ne '/Wan27.nuspec' } | Sort-Object
        }
        finally {
            $package.Dispose()
        }

        $nuspec.id, $nuspec.version, $nuspec.description | Should -Be 'Wan27', $source.ModuleVersion, $source.Description
        $nuspec.projectUrl | Should -Be "https://example.com/wan27?a=1&b=it's"
        $nuspec.tags -split ' ' | Should -Contain 'PSModule'
        $source.CmdletsToExport | ForEach-Object { $nuspec.tags -split ' ' | Should -Contain "PSCmdlet_$_" }
        $files = Get-ChildItem -LiteralPath $module.FullName -File -Recurse | ForEach-Object { '/' + [System.IO.Path]::GetRelativePath($module.FullName, $_.FullName).Replace('\', '/') } | Sort-Object
        $parts | Should -Be $files
    }
}

Describe 'The nupkg in a repository' {
    BeforeAll {
        $canInstall = [bool](Get-Command Save-PSResource -ErrorAction Ignore)
        if (-not $canInstall) { return }
        $repository = "wan27-$([guid]::NewGuid().ToString('N'))"
        $feed = New-Item -ItemType Directory (Join-Path $TestDrive 'feed')
        Copy-Item -LiteralPath $nupkg.FullName $feed
        $saved = New-Item -ItemType Directory (Join-Path $TestDrive 'saved')
        Register-PSResourceRepository -Name $repository -Uri $feed.FullName -Trusted
    }

    AfterAll {
        if ($canInstall) { Unregister-PSResourceRepository -Name $repository }
    }

    It 'is found with its facts' {
        if (-not $canInstall) { Set-ItResult -Skipped -Because 'this PowerShell comes without PSResourceGet' }
        $found = Find-PSResource Wan27 -Repository $repository
        "$($found.Version)" | Should -Be $source.ModuleVersion
        $found.Type | Should -Be 'Module'
        $found.Description | Should -Be $source.Description
    }

    It 'is what Save-PSResource lays out' {
        if (-not $canInstall) { Set-ItResult -Skipped -Because 'this PowerShell comes without PSResourceGet' }
        Save-PSResource Wan27 -Repository $repository -Path $saved.FullName
        $folder = Join-Path $saved.FullName 'Wan27' $source.ModuleVersion
        $expected = Get-ChildItem -LiteralPath $module.FullName -File -Recurse | ForEach-Object { "$([System.IO.Path]::GetRelativePath($module.FullName, $_.FullName)) $((Get-FileHash -LiteralPath $_.FullName).Hash)" } | Sort-Object
        $actual = Get-ChildItem -LiteralPath $folder -File -Recurse | Where-Object Extension -NE '.nuspec' | ForEach-Object { "$([System.IO.Path]::GetRelativePath($folder, $_.FullName)) $((Get-FileHash -LiteralPath $_.FullName).Hash)" } | Sort-Object
        $actual | Should -Be $expected
        Test-ModuleManifest (Join-Path $folder 'Wan27.psd1') | Should -Not -BeNullOrEmpty
    }
}
