#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

# Paths as the systems write them, in and out.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Session.ps1')
    $null = Start-TestSession
    $clip = Join-Path $PSScriptRoot '..' '..' 'examples' 'media' 'street.mp4' | Resolve-Path | ForEach-Object ProviderPath

    function Invoke-Edit([string] $Video, [string] $Destination, [string] $NameTemplate = 'edited{Ext}') {
        Start-WanVideoEditTask clay $Video -Resolution 720P -ErrorAction Stop | Wait-WanTask | Save-WanResult -Destination $Destination -NameTemplate $NameTemplate -ErrorAction Stop
    }
}

AfterAll {
    Stop-TestSession
}

Describe 'Paths' {
    BeforeEach {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Copy-Item -LiteralPath $clip (Join-Path $folder 'clip.mp4')
    }

    It 'of a drive of the session lead to the files behind it' {
        $null = New-PSDrive -Name Clips -PSProvider FileSystem -Root $folder -Scope Global
        try {
            $asset = Invoke-Edit 'Clips:clip.mp4' 'Clips:/out'
            $asset.Path | Should -Be (Join-Path $folder 'out' 'edited.mp4')
            $asset.Path | Should -Exist
        }
        finally {
            Remove-PSDrive Clips -Scope Global
        }
    }

    It 'that are relative belong to the location of the session, not to that of the process' {
        Push-Location -LiteralPath $folder
        try { (Invoke-Edit 'clip.mp4' '../rel').Path | Should -Be (Join-Path (Split-Path $folder) 'rel' 'edited.mp4') } finally { Pop-Location }
    }

    It 'that are longer than 260 characters are no trouble' {
        $deep = Join-Path $folder ('x' * 100) ('y' * 100) ('z' * 100)
        $null = New-Item -ItemType Directory $deep -Force
        Copy-Item -LiteralPath $clip (Join-Path $deep 'clip.mp4')
        (Invoke-Edit (Join-Path $deep 'clip.mp4') (Join-Path $deep 'out')).Path.Length | Should -BeGreaterThan 300
    }

    It 'with backslashes lead to the file on every system, as with the cmdlets of PowerShell' {
        Push-Location -LiteralPath (Split-Path $folder)
        try { (Invoke-Edit "$(Split-Path $folder -Leaf)\clip.mp4" "$folder\out\deep").Path | Should -Be (Join-Path $folder 'out' 'deep' 'edited.mp4') } finally { Pop-Location }
    }

    It 'with a backslash inside a name are refused by name, like Get-Item refuses them' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'no file of Windows has a backslash in its name' }
        [System.IO.File]::Copy($clip, "$folder/a\b.mp4")
        Test-Path -LiteralPath "$folder/a\b.mp4" | Should -BeFalse
        { Invoke-Edit "$folder/a\b.mp4" "$folder/out" } | Should -Throw -ErrorId 'Wan.Media.PreflightFailed,*'
    }

    It 'never leave the destination by way of a job key' {
        $task = Start-WanVideoEditTask clay (Join-Path $folder 'clip.mp4') -Resolution 720P -JobKey '..\../up' | Wait-WanTask
        $asset = $task | Save-WanResult -Destination (Join-Path $folder 'out') -NameTemplate '{JobKey}{Ext}'
        Split-Path $asset.Path | Should -Be (Join-Path $folder 'out')
    }

    It 'of Windows, with a drive letter and <kind>, lead to the file' -ForEach @(
        @{ kind = 'backslashes'; form = { $args[0] } }
        @{ kind = 'slashes'; form = { $args[0].Replace('\', '/') } }
        @{ kind = 'a lower case letter'; form = { $args[0].Substring(0, 1).ToLowerInvariant() + $args[0].Substring(1) } }
    ) {
        if (-not $IsWindows) { Set-ItResult -Skipped -Because 'only Windows has drive letters' }
        $asset = Invoke-Edit (& $form (Join-Path $folder 'clip.mp4')) (& $form (Join-Path $folder 'out'))
        Join-Path $folder 'out' 'edited.mp4' | Should -Exist
        $asset.Name | Should -Be 'edited.mp4'
    }

    It 'of a share lead to the file' {
        if (-not $IsWindows) { Set-ItResult -Skipped -Because 'only Windows has shares as paths' }
        $share = '\\localhost\' + $folder.Substring(0, 1) + '$' + $folder.Substring(2)
        if (-not (Test-Path -LiteralPath $share)) { Set-ItResult -Skipped -Because 'this account may not use the administrative share' }
        (Invoke-Edit (Join-Path $share 'clip.mp4') (Join-Path $share 'out')).Path | Should -Be (Join-Path $share 'out' 'edited.mp4')
    }

    It 'in a CSV file of Windows, with its line ends and mark, lead to the files' {
        [System.IO.File]::WriteAllText((Join-Path $folder 'jobs.csv'), "Prompt,Video,Resolution`r`nclay,$(Join-Path $folder 'clip.mp4'),720P`r`n", [System.Text.UTF8Encoding]::new($true))
        Import-Csv (Join-Path $folder 'jobs.csv') | Start-WanVideoEditTask -ErrorAction Stop | Should -BeOfType ([Wan27.WanTask])
    }
}
