namespace Wan27.Emulator;

/// <summary>A wrapper provider that an emulator plays.</summary>
/// <param name="Name">Its name in small letters: fal, replicate, novita or wavespeed.</param>
/// <param name="Url">The base address of all that it has, uploads included.</param>
/// <param name="ApiKey">A key that it accepts; every other one of the same form is an account of its own.</param>
public sealed record EmulatedProvider(string Name, string Url, string ApiKey);
