namespace Wan27.Engine.Providers;

/// <summary>A request in its provider's own form, ready to leave. It is built once per submit, and only the provider that built it can send it.</summary>
/// <param name="Model">The model id, exactly as sent.</param>
internal abstract record PreparedRequest(string Model);
