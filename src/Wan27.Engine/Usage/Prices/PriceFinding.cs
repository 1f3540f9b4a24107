namespace Wan27.Engine.Usage.Prices;

/// <summary>Something that was found in a price list.</summary>
/// <param name="Check">What was looked at: Form, Overlap, Gap, Model, Currency or Age.</param>
/// <param name="Status">Failed for what makes the list useless as a whole.</param>
/// <param name="Place">Where, such as <c>row 3</c>; null for the list.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record PriceFinding(string Check, WanCheckStatus Status, string? Place, string Detail, string? Fix = null);
