@{
    RootModule             = 'bin/Wan27.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '5b0f3c1e-8d0a-4a5e-9a54-6f6f2d3c2701'
    Author                 = 'Wan27 contributors'
    CompanyName            = 'Wan27 contributors'
    Copyright              = 'Copyright (c) 2026 Wan27 contributors. MIT licence.'
    Description            = 'Wan 2.7 on Alibaba Cloud Model Studio for batch scripts and runbooks: images, clips from text, pictures and references, and video editing, paid once and stored once.'

    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    RequiredAssemblies     = @('bin/Wan27.Contracts.dll')
    TypesToProcess         = @('bin/Wan27.types.ps1xml')
    FormatsToProcess       = @('bin/Wan27.format.ps1xml')

    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Compare-WanBill'
        'Convert-WanMedia'
        'Copy-WanJournal'
        'Export-WanReport'
        'Get-WanJournal'
        'Get-WanProfile'
        'Get-WanProvider'
        'Get-WanStore'
        'Get-WanTask'
        'Measure-WanUsage'
        'New-WanImage'
        'Publish-WanMedia'
        'Remove-WanProfile'
        'Remove-WanStore'
        'Remove-WanTask'
        'Resolve-WanError'
        'Resolve-WanTask'
        'Save-WanResult'
        'Set-WanJournal'
        'Set-WanProfile'
        'Set-WanStore'
        'Start-WanEmulator'
        'Start-WanImageTask'
        'Start-WanReferenceVideoTask'
        'Start-WanTextVideoTask'
        'Start-WanVideoEditTask'
        'Start-WanVideoTask'
        'Stop-WanEmulator'
        'Stop-WanTask'
        'Test-WanImageInput'
        'Test-WanJournal'
        'Test-WanPriceList'
        'Test-WanProfile'
        'Test-WanReferenceVideoInput'
        'Test-WanStore'
        'Test-WanTextVideoInput'
        'Test-WanVideoEditInput'
        'Test-WanVideoInput'
        'Update-WanPriceList'
        'Wait-WanTask'
    )

    PrivateData            = @{
        PSData = @{
            Tags         = @('Wan', 'Wan27', 'ModelStudio', 'DashScope', 'Video', 'Image', 'Generation', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
