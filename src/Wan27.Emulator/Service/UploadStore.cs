using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wan27.Emulator.Service;

/// <summary>Policies handed out and files taken in. The files lie in a temp folder that goes when the emulator stops.</summary>
internal sealed class UploadStore(EmulatorOptions options, ContractNumbers contract, IdSource ids, TempFolder folder)
{
    public const string Path = "/_oss/upload";

    /// <summary>The sample answer's figure; the real one is not known for these models.</summary>
    public const int MaxFileMegabytes = 100;

    private readonly ConcurrentDictionary<string, UploadPolicy> _policies = new();
    private readonly ConcurrentDictionary<string, UploadedObject> _objects = new();
    private readonly byte[] _secret = ids.Secret();
    private readonly string _accessKeyId = "LTAI-EMULATOR-" + ids.Hex(4).ToUpperInvariant();

    public TimeSpan PolicyLifetime => options.PolicyLifetime ?? TimeSpan.FromSeconds(contract.Number("upload.policy.seconds"));

    public UploadPolicy Issue(Account account, string model, DateTimeOffset now)
    {
        var dir = $"dashscope-instant/{account.Id[..16]}/{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/{ids.Uuid()}";
        var expires = now + PolicyLifetime;
        var text = JsonSerializer.Serialize(new
        {
            expiration = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            conditions = new object[]
            {
                new object[] { "content-length-range", 0, MaxFileMegabytes * 1024L * 1024L },
                new object[] { "starts-with", "$key", dir },
            },
        });
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(encoded))[..20]);
        return _policies[encoded] = new(encoded, signature, _accessKeyId, dir, account, model, expires, MaxFileMegabytes * 1024L * 1024L);
    }

    /// <summary>Checks the form fields that precede the file.</summary>
    public (UploadPolicy Policy, string Key) Check(IReadOnlyDictionary<string, string> form, DateTimeOffset now)
    {
        var policy = _policies.GetValueOrDefault(Field(form, "policy"))
            ?? throw new StorageRefusal(403, "AccessDenied", "Invalid according to Policy: the policy is not known.");
        if (Field(form, "OSSAccessKeyId") != policy.AccessKeyId)
        {
            throw new StorageRefusal(403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.");
        }

        if (Field(form, "Signature") != policy.Signature)
        {
            throw new StorageRefusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        if (now >= policy.ExpiresAt)
        {
            throw new StorageRefusal(403, "AccessDenied", "Invalid according to Policy: Policy expired.");
        }

        var key = Field(form, "key");
        if (!key.StartsWith(policy.Folder + "/", StringComparison.Ordinal) || key.Length == policy.Folder.Length + 1)
        {
            throw new StorageRefusal(403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\"].");
        }

        if (Field(form, "x-oss-object-acl") != "private" || Field(form, "x-oss-forbid-overwrite") != "true")
        {
            throw new StorageRefusal(403, "AccessDenied", "Invalid according to Policy: Policy Condition failed.");
        }

        return _objects.ContainsKey(key) ? throw Exists() : (policy, key);
    }

    public string NewFile() => folder.NewFile(".upload");

    public void Store(UploadedObject stored)
    {
        if (!_objects.TryAdd(stored.Key, stored))
        {
            throw Exists();
        }
    }

    public UploadedObject? Find(string key) => _objects.GetValueOrDefault(key);

    private static StorageRefusal Exists()
        => new(409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten.");

    private static string Field(IReadOnlyDictionary<string, string> form, string name)
        => form.TryGetValue(name, out var value)
            ? value
            : throw new StorageRefusal(400, "InvalidArgument", $"The form has no field '{name}' before the file.");
}
