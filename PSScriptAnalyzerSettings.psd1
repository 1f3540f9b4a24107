# For PSScriptAnalyzer, run by ./build.ps1 -Task Analyze.
@{
    Severity     = @('Error', 'Warning')

    ExcludeRules = @(
        # A build script and examples speak to the person at the console.
        'PSAvoidUsingWriteHost'
        # Functions of build.ps1 and of the tests are private to their script; the scripts themselves are not cmdlets.
        'PSUseShouldProcessForStateChangingFunctions'
        # Parameters that are used in a script block of Pester or of a pipeline look unused to it.
        'PSReviewUnusedParameter'
        # Variables of BeforeAll are read in It.
        'PSUseDeclaredVarsMoreThanAssignments'
        # PowerShell 7 reads UTF-8 without a mark.
        'PSUseBOMForUnicodeEncodedFile'
        # A test needs a key that everybody may know.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )

    Rules        = @{
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('7.4') }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace          = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation = @{ Enable = $true; Kind = 'space'; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace  = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSAvoidUsingCmdletAliases  = @{ Enable = $true }
    }
}
