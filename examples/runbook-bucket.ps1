<#
.SYNOPSIS
A runbook that needs no folder for media: pictures from a JSON list go to a bucket, become clips there, and lie in the bucket in the end.
.DESCRIPTION
Needs PowerShell 7.4 and the module Wan27, a credential asset with the key as its password, and one with the bucket's access key as its user name and
its secret key as its password; without the latter the variables WAN27_ACCESS_KEY and WAN27_SECRET_KEY are taken. Only the journal wants a place that
outlives the job: point StateFolder to a mounted share, or job keys protect nothing.
.PARAMETER Bucket
The bucket. It must exist.
.PARAMETER Prefix
What the names of all objects begin with.
.PARAMETER BucketRegion
The bucket's region at Amazon S3; for other servers name their Endpoint.
.PARAMETER Endpoint
Address of the S3 server.
.PARAMETER Jobs
A JSON list with JobKey, Prompt of the picture, and Motion of the clip.
.PARAMETER StateFolder
Folder for profiles, stores and journal, on a mounted share.
.PARAMETER Region
Region of the key.
.PARAMETER KeyAsset
The credential asset with the key.
.PARAMETER BucketAsset
The credential asset with the bucket's keys.
.PARAMETER Emulator
Runs against the built-in emulator: no key and no cost. It needs the bucket all the same.
.EXAMPLE
./examples/runbook-bucket.ps1 -Bucket my-films -BucketRegion eu-central-1
#>
param(
    [Parameter(Mandatory)] [string] $Bucket,
    [string] $Prefix = 'wan27',
    [string] $BucketRegion,
    [string] $Endpoint,
    [string] $Jobs = '[ { "JobKey": "harbour", "Prompt": "A quiet harbour at dawn", "Motion": "Boats begin to rock" }, { "JobKey": "market", "Prompt": "A busy market", "Motion": "People walk by" } ]',
    [string] $StateFolder,
    [string] $Region = 'Singapore',
    [string] $KeyAsset = 'Wan27Key',
    [string] $BucketAsset = 'Wan27Bucket',
    [switch] $Emulator
)

Set-StrictMode -Version 3.0
# A runbook job only counts as failed when its script ends with an error.
$ErrorActionPreference = 'Stop'
if ($StateFolder) { $env:WAN27_HOME = $StateFolder }
if (-not (Get-Module Wan27)) {
    # Beside the examples in the repository; installed where they were copied.
    $beside = Join-Path $PSScriptRoot '..' 'Wan27.psd1'
    Import-Module ((Test-Path -LiteralPath $beside) ? $beside : 'Wan27')
}

if (Get-Command Get-AutomationPSCredential -ErrorAction Ignore) {
    $keys = Get-AutomationPSCredential -Name $BucketAsset
    $env:WAN27_ACCESS_KEY = $keys.UserName
    $env:WAN27_SECRET_KEY = $keys.GetNetworkCredential().Password
}

$place = @{ Region = $BucketRegion; Endpoint = $Endpoint }
Set-WanStore media $Bucket -Prefix $Prefix @place -AccessKeyVariable WAN27_ACCESS_KEY -SecretKeyVariable WAN27_SECRET_KEY

try {
    if ($Emulator) {
        Start-WanEmulator -TaskSeconds 1 -Default
    }
    else {
        Set-WanProfile runbook -Region $Region -ApiKey (Get-AutomationPSCredential -Name $KeyAsset).Password -UploadStore media -Default
    }

    $list = $Jobs | ConvertFrom-Json
    $motions = @{}
    foreach ($job in $list) { $motions[$job.JobKey] = $job.Motion }

    $stored = $list | Select-Object JobKey, Prompt, @{ n = 'Size'; e = { '1K' } } |
        Start-WanImageTask -ErrorAction Continue -ErrorVariable failed |
        Wait-WanTask -TimeoutSec 7200 -ErrorAction Continue -ErrorVariable +failed |
        Save-WanResult -Store media -NameTemplate '{JobKey}{Ext}' -ErrorAction Continue -ErrorVariable +failed |
        ForEach-Object { $_ | Start-WanVideoTask $motions[$_.JobKey] -Resolution 720P -Duration 2 -JobKey "$($_.JobKey)-clip" -ErrorAction Continue -ErrorVariable +failed } |
        Wait-WanTask -TimeoutSec 7200 -ErrorAction Continue -ErrorVariable +failed |
        Save-WanResult -Store media -NameTemplate '{JobKey}{Ext}' -ErrorAction Continue -ErrorVariable +failed
}
finally {
    if ($Emulator) { Stop-WanEmulator }
}

$stored | Select-Object JobKey, Uri, Length, AlreadyStored
if ($failed) { throw "$($failed.Count) jobs failed: $($failed[0])" }
