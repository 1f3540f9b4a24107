using System.Text.Json.Nodes;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>The two steps of an upload (contract section 7): leave from the API, the file to the storage.</summary>
internal sealed class UploadDesk(Premises premises)
{
    private const int MaxField = 64 * 1024;

    public Task<HttpResponse> PolicyAsync(Exchange exchange)
    {
        var account = premises.Caller(exchange);
        var query = exchange.Request.Query;
        if (query.GetValueOrDefault("action") != "getPolicy")
        {
            throw ServiceRefusal.Parameter("The action must be getPolicy.");
        }

        if (!query.TryGetValue("model", out var model) || model.Length == 0)
        {
            throw ServiceRefusal.Required("model");
        }

        if (!premises.Contract.Models.ContainsKey(model))
        {
            throw ServiceRefusal.Parameter("Model not exist.");
        }

        premises.PassRate($"policy {account.Id} {model}", "upload.policy.perSecond");
        var policy = premises.Uploads.Issue(account, model, premises.Now);
        return Task.FromResult(Answers.Json(
            new JsonObject
            {
                ["request_id"] = exchange.RequestId,
                ["data"] = new JsonObject
                {
                    ["policy"] = policy.Policy,
                    ["signature"] = policy.Signature,
                    ["upload_dir"] = policy.Folder,
                    ["upload_host"] = new Uri(premises.Url, UploadStore.Path).AbsoluteUri,
                    ["expire_in_seconds"] = (int)premises.Uploads.PolicyLifetime.TotalSeconds,
                    ["max_file_size_mb"] = UploadStore.MaxFileMegabytes,
                    ["capacity_limit_mb"] = 999999999,
                    ["oss_access_key_id"] = policy.AccessKeyId,
                    ["x_oss_object_acl"] = "private",
                    ["x_oss_forbid_overwrite"] = "true",
                },
            },
            exchange.RequestId));
    }

    public async Task<HttpResponse> PostAsync(Exchange exchange)
    {
        var request = exchange.Request;
        if (request.Headers["Authorization"] is not null)
        {
            throw new StorageRefusal(400, "InvalidArgument", "Only one auth mechanism allowed: a form upload carries no Authorization header.");
        }

        var boundary = MultipartReader.BoundaryOf(request.Headers["Content-Type"])
            ?? throw new StorageRefusal(412, "PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data.");
        var reader = new MultipartReader(request.Body, boundary);
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.NextAsync(exchange.Stop) is { } part)
        {
            if (part.Name == "file")
            {
                return await TakeFileAsync(exchange, reader, form);
            }

            form[part.Name] = await reader.ReadFieldAsync(MaxField, exchange.Stop);
        }

        throw new StorageRefusal(400, "InvalidArgument", "POST requires exactly one file upload per request.");
    }

    private async Task<HttpResponse> TakeFileAsync(Exchange exchange, MultipartReader reader, Dictionary<string, string> form)
    {
        var (policy, key) = premises.Uploads.Check(form, premises.Now);
        premises.Log.Update(exchange.Sequence, entry => entry with { Model = policy.Model });
        var path = premises.Uploads.NewFile();
        long length;
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true))
        {
            length = await reader.CopyContentAsync(file, policy.MaxBytes, exchange.Stop);
        }

        if (length > policy.MaxBytes)
        {
            File.Delete(path);
            throw new StorageRefusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
        }

        if (await reader.NextAsync(exchange.Stop) is not null)
        {
            File.Delete(path);
            throw new StorageRefusal(400, "MalformedPOSTRequest", "The file must be the last field of the form.");
        }

        premises.Uploads.Store(new(key, path, length, policy.Account, policy.Model, premises.Now));
        return HttpResponse.Empty(form.GetValueOrDefault("success_action_status") == "200" ? 200 : 204);
    }
}
