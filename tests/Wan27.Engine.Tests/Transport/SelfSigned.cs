using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wan27.Engine.Tests.Transport;

/// <summary>Certificates that nobody vouches for, made for one test.</summary>
internal static class SelfSigned
{
    /// <summary>A certificate for this machine that is valid now.</summary>
    public static X509Certificate2 Valid() => Make(static names => names.AddIpAddress(IPAddress.Loopback), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    public static X509Certificate2 OfAnotherHost() => Make(static names => names.AddDnsName("other.example"), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    public static X509Certificate2 Expired() => Make(static names => names.AddIpAddress(IPAddress.Loopback), DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));

    private static X509Certificate2 Make(Action<SubjectAlternativeNameBuilder> name, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=wan27-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(from, until);

        // Windows serves only with a key that has been through a container.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
