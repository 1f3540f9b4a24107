using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Diagnosis;

/// <summary>What the questions about a profile go through.</summary>
/// <param name="ProviderOf">A provider by the name that a profile has.</param>
/// <param name="Time">The clock of all that waits.</param>
/// <param name="Http">Connections through a profile's proxy, with each exchange told without its key.</param>
/// <param name="Gate">Spaces the requests of the account.</param>
/// <param name="Uploads">What was uploaded already.</param>
internal sealed record ProbeLines(Func<string, IProviderKind> ProviderOf, TimeProvider Time, Func<string?, ApiKey?, HttpMessageInvoker> Http, IRateGate Gate, UploadMemory Uploads);
