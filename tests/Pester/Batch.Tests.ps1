#Requires -Modules Pester

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
    It 'stops at the first error where the preference says so' {
        { $ErrorActionPreference = 'Stop'; Start-WanVideoTask x -FirstFrame (Join-Path $TestDrive 'missing.png') } | Should -Throw -ErrorId 'Wan.*'
    }

    It 'works under strict mode and <culture>' -ForEach @(@{ culture = 'de-DE' }, @{ culture = 'tr-TR' }) {
        $before = [cultureinfo]::CurrentCulture
        try {
            Set-StrictMode -Version Latest
            [cultureinfo]::CurrentCulture = $culture
            $task = [pscustomobject]@{ FirstFrame = 'https://cdn.example.com/i.png'; Duration = '5'; Resolution = '720p' } | Start-WanVideoTask | Wait-WanTask
            $task.Usage.BilledUnits | Should -Be 5
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'works in parallel runspaces, and one job key is submitted once' {
        $module = (Get-Module Wan27).Path
        $tasks = 1..6 | ForEach-Object -Parallel {
            Import-Module (Join-Path (Split-Path $using:module) '..' 'Wan27.psd1')
            Start-WanVideoTask race https://cdn.example.com/race.png -Resolution 720P -JobKey race
        } -ThrottleLimit 6
        $tasks.TaskId | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'saves one task from several runspaces as one file' {
        $id = (Start-WanVideoTask many https://cdn.example.com/many.png -Resolution 720P | Wait-WanTask).TaskId
        $module = (Get-Module Wan27).Path
        $out = Join-Path $TestDrive 'many'
        $assets = 1..4 | ForEach-Object -Parallel {
            Import-Module (Join-Path (Split-Path $using:module) '..' 'Wan27.psd1')
            Get-WanTask $using:id | Save-WanResult -Destination $using:out
        } -ThrottleLimit 4
        $assets.Path | Sort-Object -Unique | Should -HaveCount 1
        Get-ChildItem $out -Filter *.mp4 | Should -HaveCount 1
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
        $log = (Invoke-RestMethod "$($emulator.Url)/_emulator/log").entries | Where-Object { $_.operation -eq 'video.submit' -and $_.body.input.prompt -eq 'early' }
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
