#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

# The scripts of examples/, each started as a scheduler would start it: a process of its own, nobody there, the emulator by one switch.

BeforeDiscovery {
    $scripts = Get-ChildItem (Join-Path $PSScriptRoot '..' '..' 'examples') -Filter *.ps1 | ForEach-Object { @{ name = $_.Name; path = $_.FullName } }
}

BeforeAll {
    $examples = Join-Path $PSScriptRoot '..' '..' 'examples' | Resolve-Path
    $pwsh = (Get-Process -Id $PID).Path
    $homeBefore = $env:WAN27_HOME

    function Invoke-Example([string] $Name, [string[]] $Arguments) {
        $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $examples $Name) @Arguments 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Text = $output | Out-String }
    }
}

AfterAll {
    $env:WAN27_HOME = $homeBefore
}

Describe 'Example scripts' {
    BeforeEach {
        $work = (New-Item -ItemType Directory (Join-Path $TestDrive "with space $([guid]::NewGuid().ToString('N'))")).FullName
        $env:WAN27_HOME = Join-Path $work 'home'
        $out = Join-Path $work 'out'
    }

    It '<name> tells what it does and how it is started' -ForEach $scripts {
        $help = Get-Help $path
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }

    It 'batch.ps1 stores every row, and pays nothing when run again' {
        $first = Invoke-Example batch.ps1 '-Emulator', '-Destination', $out
        $first.ExitCode | Should -Be 0 -Because $first.Text
        $rows = Import-Csv (Join-Path $examples jobs.csv)
        (Get-ChildItem $out -Filter *.mp4).BaseName | Sort-Object | Should -Be ($rows.JobKey | Sort-Object)
        $before = Get-ChildItem $out | ForEach-Object LastWriteTimeUtc

        $again = Invoke-Example batch.ps1 '-Emulator', '-Destination', $out
        $again.ExitCode | Should -Be 0 -Because $again.Text
        Get-ChildItem $out | ForEach-Object LastWriteTimeUtc | Should -Be $before
    }

    It 'batch.ps1 ends with 1 when a row is refused, and stores the others' {
        "JobKey,Prompt,Video,Resolution`ngood,clay,clip.mp4,720P`nbad,clay,clip.mp4,480P" | Set-Content (Join-Path $work 'jobs.csv')
        Copy-Item (Join-Path $examples 'media' 'street.mp4') (Join-Path $work 'clip.mp4')
        $run = Invoke-Example batch.ps1 '-Emulator', '-Path', (Join-Path $work 'jobs.csv'), '-Destination', $out
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match '480P'
        (Get-ChildItem $out -Filter *.mp4).BaseName | Should -Be 'good'
    }

    It 'batch.ps1 takes a path that belongs to the location, and is no trouble for brackets' {
        $folder = New-Item -ItemType Directory (Join-Path $work 'lot [1]')
        "JobKey,Prompt,Video,Resolution`nhere,clay,clip.mp4,720P" | Set-Content -LiteralPath (Join-Path $folder 'jobs.csv')
        [System.IO.File]::Copy((Join-Path $examples 'media' 'street.mp4'), (Join-Path $folder 'clip.mp4'))
        Push-Location -LiteralPath $folder
        try { $run = Invoke-Example batch.ps1 '-Emulator', '-Path', 'jobs.csv', '-Destination', 'done' } finally { Pop-Location }
        $run.ExitCode | Should -Be 0 -Because $run.Text
        Join-Path $folder 'done' 'here.mp4' | ForEach-Object { Test-Path -LiteralPath $_ } | Should -BeTrue
    }

    It 'nightly.ps1 stores the other rows when one is refused, tells so in its log, and ends with 1' {
        "JobKey,Prompt,Video,Resolution`nbad,clay,clip.mp4,480P`ngood,clay,clip.mp4,720P" | Set-Content (Join-Path $work 'jobs.csv')
        Copy-Item (Join-Path $examples 'media' 'street.mp4') (Join-Path $work 'clip.mp4')
        $run = Invoke-Example nightly.ps1 '-Emulator', '-Path', (Join-Path $work 'jobs.csv'), '-Destination', $out
        $run.ExitCode | Should -Be 1
        (Get-ChildItem $out -Filter *.mp4).BaseName | Should -Be 'good'
        Get-Content (Get-ChildItem $out -Filter *.log)[0] -Raw | Should -Match '480P'
    }

    It 'they work as copies where the module is installed' {
        $installed = Join-Path $work 'modules'
        $null = & (Join-Path $examples '..' 'tools' 'Export-ModulePackage.ps1') -Destination $installed
        Copy-Item $examples (Join-Path $work 'copy') -Recurse
        $before = $env:PSModulePath
        $env:PSModulePath = $installed + [System.IO.Path]::PathSeparator + $before
        try {
            $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $work 'copy' 'nightly.ps1') -Emulator -Destination $out 2>&1
            $LASTEXITCODE | Should -Be 0 -Because ($output | Out-String)
        }
        finally {
            $env:PSModulePath = $before
        }

        Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 3
    }

    It 'production-line.ps1 makes each step of the one before, and pays nothing when run again' {
        $run = Invoke-Example production-line.ps1 '-Emulator', '-Destination', $out
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $files = 'fox-1-picture.png', 'fox-2-clip.mp4', 'fox-3-longer.mp4', 'fox-4-film.mp4'
        (Get-ChildItem $out -Exclude *.wan.json).Name | Sort-Object | Should -Be $files
        $before = Get-ChildItem $out | ForEach-Object LastWriteTimeUtc

        $again = Invoke-Example production-line.ps1 '-Emulator', '-Destination', $out
        $again.ExitCode | Should -Be 0 -Because $again.Text
        Get-ChildItem $out | ForEach-Object LastWriteTimeUtc | Should -Be $before
    }

    It 'runbook.ps1 makes pictures from JSON' {
        $run = Invoke-Example runbook.ps1 '-Emulator', '-Destination', $out
        $run.ExitCode | Should -Be 0 -Because $run.Text
        (Get-ChildItem $out -Filter *.png).Name | Sort-Object | Should -Be 'harbour-1.png', 'market-1.png', 'market-2.png'
    }

    It 'runbook.ps1 fails as a job when a picture fails, and needs nothing but its credential asset' {
        $run = Invoke-Example runbook.ps1 '-Emulator', '-Destination', $out, '-Jobs', '[ { "Prompt": "a fox", "Size": "9K" } ]'
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match '1 jobs failed'

        $script = Join-Path $examples runbook.ps1
        $text = & $pwsh -NoProfile -NonInteractive -Command {
            function Get-AutomationPSCredential($Name) { [pscredential]::new($Name, ('sk-00000000000000000000000000000000' | ConvertTo-SecureString -AsPlainText -Force)) }
            & $args[0] -Jobs '[ { "Prompt": "a fox", "Size": "9K" } ]' -Destination $args[1] -Region Beijing
        } -args $script, $out 2>&1 | Out-String
        $text | Should -Match 'profile runbook'
        $text | Should -Match 'Beijing'
        $text | Should -Not -Match 'sk-0000'
    }

    It '<name> runs the batch, writes a log, and lets only one run at a time' -ForEach @{ name = 'nightly.ps1' }, @{ name = 'scheduled-task.ps1' } {
        $run = Invoke-Example $name '-Emulator', '-Destination', $out
        $run.ExitCode | Should -Be 0 -Because $run.Text
        Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 3
        Get-Content (Get-ChildItem $out -Filter *.log)[0] -Raw | Should -Match 'street-night'

        $lock = [System.IO.File]::Open((Join-Path $out '.lock'), 'Open', 'ReadWrite', 'None')
        try { (Invoke-Example $name '-Emulator', '-Destination', $out).Text | Should -Match 'Another run' } finally { $lock.Dispose() }
    }

    It 'systemd-timer.sh runs what the timer would run' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has neither systemd nor cron' }
        $env:PWSH = $pwsh
        try {
            $script = Join-Path $examples systemd-timer.sh
            $text = bash $script --emulator -Destination $out 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $text
            Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 3
            $units = bash $script --print -Destination $out | Out-String
            $units | Should -Match ([regex]::Escape("ExecStart=`"$pwsh`" `"-NoProfile`""))
            $units | Should -Match ([regex]::Escape("WorkingDirectory=$PWD"))
            $units | Should -Match '30 2 \* \* \*'
        }
        finally {
            Remove-Item Env:PWSH
        }
    }

    It 'watch-folder.ps1 takes each clip once, and sorts what it took' {
        $inbox = New-Item -ItemType Directory (Join-Path $work 'inbox')
        Copy-Item (Join-Path $examples 'media' 'street.mp4') (Join-Path $inbox 'one [1].mp4')
        Set-Content (Join-Path $inbox 'notes.txt') 'not a clip'
        $arguments = '-Inbox', $inbox.FullName, '-Prompt', 'clay', '-SettleSeconds', 0, '-Once', '-Emulator'
        $run = Invoke-Example watch-folder.ps1 $arguments
        $run.ExitCode | Should -Be 0 -Because $run.Text
        (Get-ChildItem (Join-Path $inbox 'done')).Name | Should -Be 'one [1].mp4'
        Get-ChildItem (Join-Path $inbox 'out') -Filter *.mp4 | Should -HaveCount 1
        (Get-ChildItem $inbox -File).Name | Should -Be 'notes.txt'
    }

    It 'watch-folder.ps1 puts a refused clip aside, and none when only the profile is missing' {
        $inbox = New-Item -ItemType Directory (Join-Path $work 'inbox')
        Copy-Item (Join-Path $examples 'media' 'street.mp4') (Join-Path $inbox 'clip.mp4')
        (Invoke-Example watch-folder.ps1 '-Inbox', $inbox.FullName, '-Prompt', 'clay', '-SettleSeconds', 0, '-Once').Text | Should -Match 'Set-WanProfile'
        (Get-ChildItem $inbox -File).Name | Should -Be 'clip.mp4'

        $null = Invoke-Example watch-folder.ps1 '-Inbox', $inbox.FullName, '-Prompt', ('x' * 6000), '-SettleSeconds', 0, '-Once', '-Emulator'
        (Get-ChildItem (Join-Path $inbox 'failed')).Name | Should -Be 'clip.mp4'
    }

    It 'ci-job.yml has a step that works as written' {
        $step = (Get-Content (Join-Path $examples ci-job.yml) -Raw) -replace "`r" -replace '(?s)^.*- name: Run the batch' -replace '(?s)\n      - uses.*$' -replace '(?s)^.*run: \|\n'
        $script = Join-Path $work 'step.ps1'
        ($step -replace '(?m)^ {10}') -replace [regex]::Escape('./clips'), "'$out'" -replace [regex]::Escape('./examples'), "& '$examples" -replace 'batch\.ps1', "batch.ps1'" | Set-Content $script
        $env:EMULATOR = 'true'
        try {
            $text = & $pwsh -NoProfile -NonInteractive -File $script 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $text
        }
        finally {
            Remove-Item Env:EMULATOR
        }

        Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 3
    }
}
