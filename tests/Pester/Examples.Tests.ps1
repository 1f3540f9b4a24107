#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

# Every example of docs/cmdlets, as written, under a full PowerShell: one folder and one emulator for each.

BeforeDiscovery {
    $pages = Join-Path $PSScriptRoot '..' '..' 'docs' 'cmdlets'
    $awaited = @(Get-Content (Join-Path $pages 'awaited.txt') -ErrorAction Ignore)
    $files = @(Get-ChildItem $pages -Filter *.md | Where-Object BaseName -NotIn $awaited)
    $examples = foreach ($page in $files) {
        $section = (Get-Content $page -Raw) -replace "`r" -replace '(?s)^.*\n## Examples\n' -replace '(?s)\n## Notes\n.*$'
        foreach ($match in [regex]::Matches($section, '(?s)### ([^\n]+)\n\n```powershell\n(.*?)\n```')) {
            @{ cmdlet = $page.BaseName; title = $match.Groups[1].Value; code = $match.Groups[2].Value }
        }
    }

    # Examples that reach a bucket need a server: the module tests run those, on a real one.
    $here = $examples | Where-Object code -NotMatch 'Test-WanStore\s+media\b|-(Upload)?Store\s+media\b|store:media/|s3://'

    $about = (Get-Content (Join-Path $pages '..' 'about' 'about_Wan27.md') -Raw) -replace "`r" -replace '(?s)^.*\n## Five pipelines to copy\n' -replace '(?s)\n## .*$'
    $pipelines = foreach ($match in [regex]::Matches($about, '(?s)([^\n]+):\n\n```powershell\n(.*?)\n```')) {
        @{ title = $match.Groups[1].Value; code = $match.Groups[2].Value }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Session.ps1')
    . (Join-Path $PSScriptRoot 'ExampleFiles.ps1')
}

Describe 'Examples of the help' {
    BeforeEach {
        # What can be canceled must still be pending when the next line comes.
        $null = Start-TestSession -TaskSeconds ($cmdlet -eq 'Stop-WanTask' ? 600 : 0)
        $folder = New-ExampleFolder (Join-Path $TestDrive ([guid]::NewGuid()))
        $env:DASHSCOPE_API_KEY = 'sk-00000000000000000000000000000000'
        Push-Location -LiteralPath $folder
    }

    AfterEach {
        Pop-Location
        Remove-Item Env:DASHSCOPE_API_KEY
        Stop-TestSession
    }

    It 'exist on every page' -ForEach @{ cmdlet = ''; pages = $files.BaseName; with = $examples.cmdlet } {
        $with | Sort-Object -Unique | Should -Be ($pages | Sort-Object)
    }

    It '<cmdlet>: <title>' -ForEach $here {
        $before = $Error.Count
        $output = & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$code"))
        if ($code -match 'SilentlyContinue|catch') {
            # It makes the errors that it explains.
            $output | Should -Not -BeNullOrEmpty
        }
        else {
            $Error.Count - $before | Should -Be 0 -Because "$($Error[0])"
        }
    }
}

Describe 'Pipelines of about_Wan27' {
    BeforeEach {
        $null = Start-TestSession
        Push-Location -LiteralPath (New-ExampleFolder (Join-Path $TestDrive ([guid]::NewGuid())))

        # What a session that was closed has left behind.
        $null = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P
    }

    AfterEach {
        Pop-Location
        Stop-TestSession
    }

    It 'are five' -ForEach @{ titles = $pipelines.title } {
        $titles | Should -HaveCount 5
    }

    It 'run as written: <title>' -ForEach $pipelines {
        $output = @(& ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$code")))

        # Nothing is refused here, so that the check alone has nothing to say.
        if ($code -match 'Save-WanResult') {
            $output | Should -Not -BeNullOrEmpty
            $output | ForEach-Object { $_.Path | Should -Exist }
        }
    }
}
