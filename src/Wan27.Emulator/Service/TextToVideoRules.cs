namespace Wan27.Emulator.Service;

/// <summary>The rules of the text-to-video route (contract section 5).</summary>
internal sealed class TextToVideoRules(InputDesk inputs, ContractNumbers contract) : IRouteRules
{
    public string Route => WanRoutes.TextToVideo;

    public async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body)
    {
        var input = body.Child("input");
        var prompt = input.Text("prompt") is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw input.Required("prompt");
        input.Text("negative_prompt");
        var sound = input.Text("audio_url");
        input.NameTheRest();

        var parameters = body.Child("parameters");
        var resolution = parameters.OneOf("resolution", contract.Values("t2v.resolution")) ?? contract.Default("t2v.resolution")!;
        var ratio = parameters.OneOf("ratio", contract.Values("t2v.ratio")) ?? contract.Default("t2v.ratio")!;
        var duration = parameters.Between("duration", contract.Int("t2v.duration.min"), contract.Int("t2v.duration.max"))
            ?? contract.Int("t2v.duration.default");
        parameters.Flag("prompt_extend");
        parameters.Flag("watermark");
        parameters.Between("seed", contract.Int("seed.min"), contract.Int("seed.max"));
        parameters.NameTheRest();
        body.NameTheRest();

        if (sound is not null)
        {
            MediaRule.Audio(await inputs.ResolveAsync(exchange, account, model.Id, sound, allowData: false), "t2v.audio");
        }

        var (width, height) = contract.OutputSize(resolution, ratio);
        return new ClipPlan(model.Id, prompt, width, height, duration, 0, MediaItem.TierOf(resolution), WholeSeconds: true) { Ratio = ratio };
    }
}
