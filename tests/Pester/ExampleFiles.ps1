# Dot-sourced: the files that the examples of the help name.
function New-ExampleFolder {
    param([string] $Path)

    $null = New-Item -ItemType Directory $Path, (Join-Path $Path 'clips'), (Join-Path $Path 'frames')
    $media = (Get-WanProfile emulator).Endpoint -replace '/api/v1/?$' -replace '$', '/_media'
    foreach ($file in @{ 'photo.png' = 'photo.png'; 'last.png' = 'last.png'; 'clip.mp4' = 'clip.mp4'; 'street.mp4' = 'video.mp4'; 'voice.wav' = 'tone.wav' }.GetEnumerator()) {
        Invoke-WebRequest "$media/$($file.Value)" -OutFile (Join-Path $Path $file.Key)
    }

    Copy-Item (Join-Path $Path 'clip.mp4') (Join-Path $Path 'clips' 'a.mp4')
    Copy-Item (Join-Path $Path 'street.mp4') (Join-Path $Path 'clips' 'b.mp4')
    Copy-Item (Join-Path $Path '*.png') (Join-Path $Path 'frames')

    Set-Content (Join-Path $Path 'bill.csv') 'Task ID,Usage time,Item,Usage,Unit,Amount,Currency', '0f2b1c3d-0000-4000-8000-000000000001,2026-11-25 23:10:05,Image to video 720P,5,Second,0.50,USD', 'Total,,,5,,0.50,USD'
    Set-Content (Join-Path $Path 'key.txt') 'sk-00000000000000000000000000000000'
    if (-not $IsWindows) { [System.IO.File]::SetUnixFileMode((Join-Path $Path 'key.txt'), 'UserRead, UserWrite') }

    @'
JobKey,Prompt,FirstFrame,Duration,Resolution
fox,"It turns its head, slowly",photo.png,5,720P
boat,The boat leaves,last.png,,720P
tide,,photo.png,2,720P
'@ | Set-Content (Join-Path $Path 'jobs.csv')
    @'
JobKey,Prompt,Video,ReferenceImage,Resolution
snow,Make it snow,clip.mp4,,720P
walk,The woman of image 1 walks by,street.mp4,photo.png;last.png,720P
'@ | Set-Content (Join-Path $Path 'edits.csv')
    @'
JobKey,Prompt,Size,Count
harbour,A quiet harbour,1K,
market,A busy market,1K,2
'@ | Set-Content (Join-Path $Path 'pictures.csv')
    @'
JobKey,Prompt,DrivingAudio,Ratio,Duration,Resolution
dawn,The boats leave at dawn,,9:16,4,720P
storm,"A storm, made to a voice",voice.wav,,5,720P
'@ | Set-Content (Join-Path $Path 'texts.csv')
    @'
JobKey,Prompt,ReferenceImage,ReferenceVideo,ReferenceVoice,Resolution
meet,Image 1 meets Image 2 and Video 1,photo.png;last.png,clip.mp4,;voice.wav,720P
walk,Video 1 walks by,,street.mp4,,720P
'@ | Set-Content (Join-Path $Path 'references.csv')
    $Path
}
