#Requires -Modules Pester

BeforeAll {
    . (Join-Path $PSScriptRoot 'Session.ps1')
    $null = Start-TestSession
    $null = 1..2 | ForEach-Object { [pscustomobject]@{ Prompt = "take $_"; FirstFrame = 'https://cdn.example.com/a.png'; Resolution = '720P'; JobKey = "take $_" } } | Start-WanVideoTask
    $done = Start-WanVideoTask -Prompt turn -FirstFrame https://cdn.example.com/a.png -Resolution 720P -JobKey done | Wait-WanTask
    function Get-Plain { ($input | Out-String -Width 200) -replace '\e\[[0-9;]*m' }
}

AfterAll {
    Stop-TestSession
}

Describe 'Views' {
    It 'groups a batch by <View>' -TestCases @(
        @{ View = 'ByState'; Heading = 'State: Completed' }
        @{ View = 'ByRoute'; Heading = 'Route: image_to_video' }
        @{ View = 'ByProfile'; Heading = 'Profile: emulator, DashScope, Singapore' }
    ) {
        $text = Get-WanTask | Sort-Object State | Format-Table -View $View | Get-Plain
        $text | Should -Match $Heading
        $text | Should -Match $done.TaskId
    }

    It 'groups stored files by folder and route' {
        $asset = $done | Save-WanResult -Destination (Join-Path $TestDrive 'out') -NameTemplate '{JobKey}{Ext}'
        $asset | Format-Table -View ByFolder | Get-Plain | Should -Match 'Folder: .*out'
        $asset | Format-Table -View ByRoute | Get-Plain | Should -Match 'Route: image_to_video'
    }

    It 'groups checks and reports' {
        $report = Test-WanVideoInput -Prompt turn -FirstFrame https://cdn.example.com/a.png -Resolution 720P
        $report | Format-Table -View ByResult | Get-Plain | Should -Match 'Result: (PASSED|REFUSED)'
        $report.Checks | Sort-Object Status | Format-Table -View ByStatus | Get-Plain | Should -Match 'Status: '
        $report.Checks | Format-Table -View BySubject | Get-Plain | Should -Match 'Subject: '
    }

    It 'shows a list with times and their distance' {
        $done | Format-List | Get-Plain | Should -Match 'SubmittedAt +: .+ \((now|\d+[smh] ago)\)'
    }

    It 'gives nothing but the task itself to a file' {
        $names = ($done | ConvertTo-Csv)[0] -split ',' | ForEach-Object { $_.Trim('"') }
        $names | Should -Be ([Wan27.WanTask].GetProperties().Name)
        ($done | ConvertTo-Json -Depth 3 | ConvertFrom-Json).PSObject.Properties.Name | Should -Be ([Wan27.WanTask].GetProperties().Name)
    }

    It 'writes words for states and regions to JSON, and reads words and numbers back' {
        $json = $done | ConvertTo-Json -Depth 3
        $json | Should -Match '"State": "Completed"'
        $json | Should -Match '"Region": "Singapore"'
        $done | ConvertTo-Json -Depth 3 -EnumsAsStrings | Should -Be $json
        ($done | Where-Object State -EQ 'Completed').TaskId | Should -Be $done.TaskId
        (($done | ConvertTo-Csv | ConvertFrom-Csv).State) | Should -Be 'Completed'

        $words = $json | ConvertFrom-Json
        $numbers = $json | ConvertFrom-Json
        $numbers.State = [long] [Wan27.WanTaskState]::Completed
        $numbers.Region = [long] [Wan27.WanRegion]::Singapore
        foreach ($task in $words, $numbers) {
            ($task | Save-WanResult -Destination (Join-Path $TestDrive 'out')).TaskId | Should -Be $done.TaskId
        }
    }

    It 'shows a readable list after a table of another type' {
        $text = (Get-Item $TestDrive), $done | Out-String -Width 200
        $text = $text -replace '\e\[[0-9;]*m'
        $text | Should -Match 'State +: (Completed|Stored)'
        $text | Should -Match 'RequestText +: .*resolution = 720P'
        $text | Should -Match 'Usage +: 5 s, 720P'
        $text | Should -Not -Match 'KeySource|ProviderStatus|System\.|WanUsage'
    }

    It 'shows a task of another session as one of this' {
        $done | Export-Clixml (Join-Path $TestDrive 'task.xml')
        Import-Clixml (Join-Path $TestDrive 'task.xml') | Get-Plain | Should -Match "$($done.TaskId) Completed +\d"
    }

    It 'paints only where colours are wanted' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $done | Out-String | Should -Not -Match '\e'
            $PSStyle.OutputRendering = 'Host'
            $done | Out-String | Should -Not -Match '\e'
            $PSStyle.OutputRendering = 'Ansi'
            ($done | Out-String -Width 200) -split "`n" -match $done.TaskId | Should -Match '\e\['
        }
        finally {
            $PSStyle.OutputRendering = $before
        }
    }
}
