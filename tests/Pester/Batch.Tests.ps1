#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.6.0' }

BeforeAll {
    . (Join-Path $PSScriptRoot 'Session.ps1')
    $emulator = Start-TestSession
}

AfterAll {
    Stop-TestSession
}

Describe 'A batch from a CSV file' {
    BeforeAll {
        @'
JobKey,Prompt,FirstFrame,Duration,Resolution,Seed,Watermark
fox,"It turns, slowly",https://cdn.example.com/fox.png,5,720P,,
crane,Es breitet die Flügel aus,https://cdn.example.com/crane.png,,720p,7,yes
boat,,https://cdn.example.com/boat.png,2,1080P,,no
'@ | Set-Content (Join-Path $TestDrive 'jobs.csv')
        $batch = {
            Import-Csv (Join-Path $TestDrive 'jobs.csv') | Start-WanVideoTask | Wait-WanTask |
                Save-WanResult -Destination (Join-Path $TestDrive 'out') -NameTemplate '{JobKey}{Ext}'
        }
        $submits = { ((Invoke-RestMethod "$($emulator.Url)/_emulator/log").entries | Where-Object operation -EQ 'video.submit') }
    }

    It 'stores one file and one sidecar for each row' {
        $stored = & $batch
        $stored.Name | Sort-Object | Should -Be 'boat.mp4', 'crane.mp4', 'fox.mp4'
        $stored | ForEach-Object { $_.SidecarPath | Should -Exist }
        (Get-FileHash $stored[0].Path).Hash | Should -Be $stored[0].Sha256
    }

    It 'reads cells as a person means them' {
        $crane = (& $submits).body | Where-Object { $_.input.prompt -like 'Es breitet*' }
        $crane.parameters.PSObject.Properties.Name | Sort-Object | Should -Be 'resolution', 'seed', 'watermark'
        $crane.parameters.resolution | Should -Be '720P'
    }

    It 'pays nothing and downloads nothing when it is run again' {
        $before = (& $submits).Count
        $again = & $batch
        (& $submits).Count | Should -Be $before
        $again.AlreadyStored | Should -Not -Contain $false
    }

    It 'goes on after a bad row' {
        $rows = @'
[ { "JobKey": "good", "FirstFrame": "https://cdn.example.com/1.png", "Resolution": "720P" },
  { "JobKey": "bad",  "FirstFrame": "https://cdn.example.com/2.png", "Resolution": "480P" },
  { "JobKey": "fine", "FirstFrame": "https://cdn.example.com/3.png", "Resolution": "720P" } ]
'@ | ConvertFrom-Json
        $tasks = $rows | Start-WanVideoTask -ErrorAction SilentlyContinue -ErrorVariable failed
        $tasks.JobKey | Should -Be 'good', 'fine'
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'Wan.Route.PreflightFailed,*'
    }
}

Describe 'Sessions of all kinds' {
    BeforeAll {
        $submits = { param($Prompt) (Invoke-RestMethod "$($emulator.Url)/_emulator/log").entries | Where-Object { $_.operation -eq 'video.submit' -and $_.body.input.prompt -eq $Prompt } }
    }

    It 'stops at the first error where the preference says so, and has kept what came before' {
        $rows = @'
JobKey,FirstFrame,Resolution
stop-1,https://cdn.example.com/1.png,720P
stop-2,https://cdn.example.com/2.png,480P
stop-3,https://cdn.example.com/3.png,720P
'@ | ConvertFrom-Csv
        { $ErrorActionPreference = 'Stop'; $rows | Start-WanVideoTask -Prompt 'stop early' } | Should -Throw -ErrorId 'Wan.Route.PreflightFailed,*'
        (Get-WanTask -JobKey stop-1).State | Should -Be 'Submitted'
        (& $submits 'stop early').taskId | Should -HaveCount 1
    }

    It 'has no property that strict mode stumbles over' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $rows = '[ { "FirstFrame": "https://cdn.example.com/i.png", "Resolution": "720P", "JobKey": "strict" } ]' | ConvertFrom-Json
        $task = $rows | Start-WanVideoTask
        $done = $task | Wait-WanTask
        $asset = $done | Save-WanResult -Destination (Join-Path $TestDrive 'strict')
        $report = Test-WanVideoInput -FirstFrame (Join-Path $TestDrive 'missing.png') -Resolution 720P
        Start-WanVideoTask -FirstFrame (Join-Path $TestDrive 'missing.png') -ErrorAction SilentlyContinue -ErrorVariable refused
        $outputs = @($emulator; $task; $done; $asset; $report; $report.Checks; New-WanImage fox -Size 1K; Get-WanProfile; Test-WanProfile; Get-WanTask -JobKey strict; $refused | Resolve-WanError; $refused.Exception.Error)

        # A nested read of all, the views, and what a script does with results: files for others.
        $outputs.Count | Should -BeGreaterThan 12
        $Error.Clear()
        $outputs | ForEach-Object { $_.PSObject.Properties | ForEach-Object Value } | Should -Not -BeNullOrEmpty
        $outputs | ForEach-Object { $_ | Format-List | Out-String; $_ | Format-Table | Out-String } | Should -Not -BeNullOrEmpty
        $outputs | ForEach-Object { $_ | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue; $_ | ConvertTo-Csv } | Should -Not -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        $asset.JobKey, $asset.Model, $done.Usage.BilledUnits, $done.Error | Should -Be 'strict', 'wan2.7-i2v', 5, $null
    }

    It 'reads and writes the same under <culture>' -ForEach @(@{ culture = 'de-DE' }, @{ culture = 'tr-TR' }, @{ culture = 'th-TH' }) {
        # A calendar of its own, a comma in numbers, an i without a dot: none of it may reach the service or a file. Threads of the module too.
        $before = [cultureinfo]::CurrentCulture
        $threads = [cultureinfo]::DefaultThreadCurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $culture
            [cultureinfo]::DefaultThreadCurrentCulture = $culture
            Set-SharedProfile "in-$culture" @{ Region = 'singapore'; SubmitRate = 2.5 }
            $asset = [pscustomobject]@{ FirstFrame = 'https://cdn.example.com/i.png'; Duration = '5'; Resolution = '720p'; JobKey = "I-$culture" } |
                Start-WanVideoTask -Prompt 'Iıİi' -Profile "in-$culture" | Wait-WanTask | Save-WanResult -Destination (Join-Path $TestDrive $culture) -NameTemplate '{JobKey}{Ext}'
            $asset.Name | Should -BeExactly "I-$culture.mp4"
            $sidecar = Get-Content -LiteralPath $asset.SidecarPath -Raw
            $sidecar | Should -Match ([regex]::Escape([datetime]::UtcNow.ToString('yyyy-MM', [cultureinfo]::InvariantCulture)))
            $task = Get-WanTask -JobKey "I-$culture"
            $task.Usage.BilledUnits | Should -Be 5
            $task.SubmittedAt.UtcDateTime | Should -BeGreaterThan ([datetime]::UtcNow.AddHours(-1))
            (Get-WanProfile "in-$culture").SubmitRate | Should -Be 2.5
            (Get-WanTask -State stored -JobKey "I-$culture").State | Should -Be 'Stored'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
            [cultureinfo]::DefaultThreadCurrentCulture = $threads
        }
    }

    It 'works in parallel runspaces, and one job key is submitted once' {
        $module = $env:WAN27_MODULE
        $tasks = 1..6 | ForEach-Object -Parallel {
            Import-Module $using:module
            Start-WanVideoTask race https://cdn.example.com/race.png -Resolution 720P -JobKey race
        } -ThrottleLimit 6
        $tasks.TaskId | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'saves one task from several runspaces as one file' {
        $id = (Start-WanVideoTask many https://cdn.example.com/many.png -Resolution 720P | Wait-WanTask).TaskId
        $module = $env:WAN27_MODULE
        $out = Join-Path $TestDrive 'many'
        $assets = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            Get-WanTask $using:id | Save-WanResult -Destination $using:out
        } -ThrottleLimit 4
        $assets.Path | Sort-Object -Unique | Should -HaveCount 1
        Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 1
    }

    It 'shares one journal between processes and runspaces' {
        Set-SharedProfile shared
        $work = {
            Import-Module $env:WAN27_MODULE
            'all', "own-$_" | ForEach-Object { Start-WanVideoTask shared https://cdn.example.com/shared.png -Resolution 720P -Profile shared -JobKey $_ }
        }
        # A script block belongs to its runspace, its text to nobody.
        $text = "$work"
        $jobs = 1..2 | ForEach-Object { Start-Job { $using:_ | ForEach-Object ([scriptblock]::Create($using:text)) } }
        $tasks = @(3..4 | ForEach-Object -Parallel { . ([scriptblock]::Create($using:text)) } -ThrottleLimit 2)
        $tasks += $jobs | Receive-Job -Wait -AutoRemoveJob
        $tasks | Should -HaveCount 8
        $tasks | Group-Object JobKey | ForEach-Object { @($_.Group.TaskId | Sort-Object -Unique).Count } | Should -Be (1, 1, 1, 1, 1)
        (& $submits shared).taskId | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object -Unique)
        (Get-WanTask).TaskId | Where-Object { $_ -in $tasks.TaskId } | Should -HaveCount 5
    }

    It 'takes paths with brackets, spaces and other letters' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'straße [1] 狐')
        Copy-Item (Join-Path $PSScriptRoot '..' '..' 'examples' 'media' 'street.mp4') $folder
        Push-Location -LiteralPath $folder
        try {
            $asset = Start-WanVideoEditTask clay 'street.mp4' -Resolution 720P | Wait-WanTask | Save-WanResult -Destination . -NameTemplate 'fertig {Index}{Ext}'
            Test-Path -LiteralPath $asset.Path | Should -BeTrue
            $asset.Name | Should -Be 'fertig 1.mp4'
        }
        finally {
            Pop-Location
        }
    }

    It 'stops early with Select-Object and keeps what was accepted' {
        $first = 1..5 | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/s$_.png" } } |
            Start-WanVideoTask -Prompt early -Resolution 720P | Select-Object -First 1
        $first | Should -BeOfType ([Wan27.WanTask])
        $log = & $submits early
        $known = Get-WanTask | Where-Object { $_.Prompt -eq 'early' -and $_.TaskId }
        Compare-Object @($log.taskId) @($known.TaskId) | Should -BeNullOrEmpty
    }
}

Describe 'The surface' {
    It 'has approved verbs only' {
        $verbs = (Get-Command -Module Wan27).Verb | Sort-Object -Unique
        $verbs | Should -Not -BeNullOrEmpty
        $verbs | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'completes profiles, models and job keys' {
        (TabExpansion2 'New-WanImage x -Profile em').CompletionMatches.CompletionText | Should -Contain 'emulator'
        (TabExpansion2 'Start-WanVideoTask -Model wan').CompletionMatches.CompletionText | Should -Be 'wan2.7-i2v', 'wan2.7-i2v-2026-04-25'
        (TabExpansion2 'Get-WanTask -JobKey ra').CompletionMatches.CompletionText | Should -Contain 'race'
    }
}
