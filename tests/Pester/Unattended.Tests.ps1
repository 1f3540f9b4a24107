#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

# Hosts that nobody sits at: no answer to a question, an exit code, a transcript.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Session.ps1')
    $emulator = Start-TestSession
    Set-SharedProfile unattended @{ Region = 'Singapore'; Default = $true }

    # A script in a process of its own, with nothing behind its standard input. A question that waits would run into the limit.
    function Invoke-Unattended([string] $Script, [string[]] $Options = '-NonInteractive', [int] $LimitSeconds = 60) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).ps1"
        Set-Content -LiteralPath $file -Value "Import-Module '$($env:WAN27_MODULE.Replace("'", "''"))'`n$Script"
        $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path, [string[]](@('-NoProfile') + $Options + '-File' + $file))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.Environment['NO_COLOR'] = '1'
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $process.StandardInput.Close()
            $output, $errors = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
            if (-not $process.WaitForExit($LimitSeconds * 1000)) { $process.Kill($true); throw 'It waits for somebody.' }
            # The engine breaks lines at the width of the console.
            [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.Result; Errors = $errors.Result; Text = ($output.Result + $errors.Result) -replace '\s*\|?\s+', ' ' }
        }
        finally {
            $process.Dispose()
        }
    }

    function Get-Submit([string] $Prompt) {
        (Invoke-RestMethod "$($emulator.Url)/_emulator/log").entries | Where-Object { $_.operation -like '*.submit' -and $_.body.input.prompt -eq $Prompt }
    }
}

AfterAll {
    Stop-TestSession
}

Describe 'A host that nobody answers' {
    It 'is told which parameter is missing, whatever the cmdlet' {
        $run = Invoke-Unattended @'
foreach ($command in Get-Command -Module Wan27) {
    $set = $command.ParameterSets | Where-Object { $_.IsDefault -or $_.Name -eq '__AllParameterSets' } | Select-Object -First 1
    $missing = @($set.Parameters | Where-Object IsMandatory).Name -join ' '
    if ($missing) { try { & $command; "$command took nothing for an answer" } catch { "$($_.FullyQualifiedErrorId) $($_.Exception.Message)" } }
}
'@
        $lines = $run.Output.Trim() -split '\r?\n'
        $lines.Count | Should -BeGreaterThan 4
        $lines | Should -Match '^MissingMandatoryParameter,Wan27\..*missing mandatory parameters: '
        $run.ExitCode | Should -Be 0
    }

    It 'does nothing that it would have to confirm, and says so (<line>)' -ForEach @(
        @{ line = 'Start-WanVideoTask ask https://cdn.example.com/a.png -Resolution 720P -Confirm' }
        @{ line = '$ConfirmPreference = "Low"; Remove-WanProfile unattended' }
    ) {
        $run = Invoke-Unattended "`$ErrorActionPreference = 'Stop'; $line; 'went on'"
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'NonInteractive'
        $run.Text | Should -Not -Match 'went on'
        Get-Submit ask | Should -BeNullOrEmpty
        (Get-WanProfile).Name | Should -Contain 'unattended'
    }

    It 'does not wait either when only its standard input is closed' {
        $run = Invoke-Unattended 'Start-WanVideoTask ask https://cdn.example.com/a.png -Resolution 720P -Confirm; Set-WanProfile' -Options '-NoLogo'
        $run.Errors | Should -Match 'Set-WanProfile'
        Get-Submit ask | Should -BeNullOrEmpty
    }

    It 'removes without a question when it says that it means it' {
        $run = Invoke-Unattended '$ErrorActionPreference = "Stop"; $ConfirmPreference = "Low"; Set-WanProfile spare -Region Beijing -ApiKeyVariable NONE -Confirm:$false; Remove-WanProfile spare -Confirm:$false'
        $run.ExitCode | Should -Be 0 -Because $run.Text
        (Get-WanProfile).Name | Should -Not -Contain 'spare'
    }

    It 'ends with 1 at the first error where the preference says so, and can be run again' {
        $script = '$ErrorActionPreference = "Stop"; ''[ { "JobKey": "once" , "Resolution": "720P" }, { "JobKey": "never", "Resolution": "480P" } ]'' | ConvertFrom-Json |
            Start-WanVideoTask once https://cdn.example.com/a.png | Wait-WanTask | ForEach-Object JobKey'
        $first, $second = (Invoke-Unattended $script), (Invoke-Unattended $script)
        $first.ExitCode, $second.ExitCode | Should -Be 1, 1
        $first.Text | Should -Match "allowed is 720P, 1080P"
        Get-Submit once | Should -HaveCount 1
    }

    It 'is not asked because of a debug preference' {
        $run = Invoke-Unattended '$ErrorActionPreference = "Stop"; $DebugPreference = "Continue"; $null = Start-WanVideoTask preferred https://cdn.example.com/a.png -Resolution 720P'
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Text | Should -Match 'DEBUG: POST '
        Get-Submit preferred | Should -HaveCount 1
    }

    It 'is shown the exchange by -Debug from PowerShell 7.6 on, and asked by it before, when nothing is sent' {
        $run = Invoke-Unattended '$ErrorActionPreference = "Stop"; $null = Start-WanVideoTask debugged https://cdn.example.com/a.png -Resolution 720P -Debug'
        if ($PSVersionTable.PSVersion -ge '7.6.0') {
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Text | Should -Match 'DEBUG: POST '
            Get-Submit debugged | Should -HaveCount 1
        }
        else {
            $run.ExitCode | Should -Be 1
            $run.Text | Should -Match 'NonInteractive'
            Get-Submit debugged | Should -BeNullOrEmpty
        }
    }

    It 'is told what to do, once, whether the engine shows it or the message has to' {
        $run = Invoke-Unattended 'Get-WanProfile nobody'
        [regex]::Matches($run.Text, 'Recommendation: ') | Should -HaveCount 1
        $run.Text | Should -Match 'Set-WanProfile -Name nobody'
    }

    It 'shows no progress bar and no colour in a log' {
        $run = Invoke-Unattended "Start-WanVideoTask log https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask | Save-WanResult -Destination '$TestDrive/log'"
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Output + $run.Errors | Should -Not -Match "`e"
    }
}

Describe 'A transcript' {
    It 'tells what was submitted, stored and refused under which bundle, and holds no key' {
        $log = Join-Path $TestDrive 'run.log'
        $run = Invoke-Unattended @"
`$null = Start-Transcript -LiteralPath '$log'
`$DebugPreference = 'Continue'
'JobKey,FirstFrame,Resolution', 'tale,https://cdn.example.com/a.png,720P', 'bad,https://cdn.example.com/a.png,480P' | ConvertFrom-Csv |
    Start-WanVideoTask 'A tale' -Verbose | Wait-WanTask -Verbose | Save-WanResult -Destination '$TestDrive/tale' -NameTemplate '{JobKey}{Ext}' -Verbose
Get-WanProfile unattended | Format-List *
Get-WanTask -JobKey tale | Format-List *
`$null = Stop-Transcript
"@
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $text = (Get-Content -LiteralPath $log -Raw) -replace '\s*\|?\s+', ' '
        $task = Get-WanTask -JobKey tale
        $task.State | Should -Be 'Stored'
        foreach ($word in $task.TaskId, 'tale.mp4', 'unattended', 'Singapore', 'wan2.7-i2v', 'variable WAN27_TEST_KEY', '480P', 'Recommendation') {
            $text | Should -Match ([regex]::Escape($word))
        }
        $text + $run.Text | Should -Not -Match 'sk-5ecre7|Bearer (?!\[key removed\])'
    }
}
