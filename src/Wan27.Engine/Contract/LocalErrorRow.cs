namespace Wan27.Engine.Contract;

/// <summary>An error that is found here and not told by a provider, as the error table has it.</summary>
/// <param name="Id">Stable id, <c>Wan.&lt;Boundary&gt;.&lt;Code&gt;</c>.</param>
/// <param name="Category">The category, by the name that PowerShell has for it.</param>
/// <param name="Forms">Its sentences: one, or a named one for each way in which it comes about. None for an id that has no words of its own.</param>
/// <param name="Like">The id whose forms and retry class it shares: the same fault, met at another boundary.</param>
/// <param name="Retry">Whether the operation may be tried again, unless the form says otherwise.</param>
/// <param name="Cause">What it mostly comes from, where that is not what its boundary's errors mostly come from.</param>
internal sealed record LocalErrorRow(
    string Id, string Category, IReadOnlyList<LocalErrorForm>? Forms = null, string? Like = null, string Retry = nameof(WanRetry.Never), string? Cause = null)
{
    public WanBoundary Boundary => Enum.Parse<WanBoundary>(Id.Split('.')[1]);

    /// <summary>The id without its boundary.</summary>
    public string Code => Id.Split('.', 3)[2];
}

/// <summary>What an error says. Words in braces that begin with a small letter are filled in where it happens.</summary>
/// <param name="Message">What was wrong, and the limit.</param>
/// <param name="Fix">What to do first; null where that depends on more than is known.</param>
/// <param name="Name">Tells it from the error's other forms; empty for the only or the main one.</param>
/// <param name="Retry">Where it is not that of the whole row.</param>
internal sealed record LocalErrorForm(string Message, string? Fix = null, string Name = "", string? Retry = null);
