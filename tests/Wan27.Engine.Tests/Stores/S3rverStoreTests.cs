namespace Wan27.Engine.Tests.Stores;

/// <summary>The same against a lax server, so that the code fits the protocol and not one server.</summary>
[Collection(S3rverTests.Name)]
public sealed class S3rverStoreTests(S3rverServer server)
{
    [S3rverFact]
    public async Task An_object_is_written_read_and_deleted()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Writes_reads_and_deletes(rig);
    }

    [S3rverFact]
    public async Task What_is_large_travels_in_parts()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Writes_what_is_large_in_parts(rig);
    }

    [S3rverFact]
    public async Task Names_are_taken_as_they_are()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Takes_names_as_they_are(rig, "a b.png", "füchse/狐.png", "100%+plus&and=.png");
    }

    [S3rverFact]
    public async Task A_result_is_stored_once_and_found_from_another_machine()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Stores_a_result_once_with_its_sidecar_and_its_mark(rig);
    }

    [S3rverFact]
    public async Task Another_object_is_never_replaced_unless_forced()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Never_replaces_another_object_unless_forced(rig);
    }

    [S3rverFact]
    public async Task A_folder_and_a_bucket_take_one_download()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Stores_in_a_folder_and_in_a_bucket_with_one_download(rig);
    }

    [S3rverFact]
    public async Task Every_kind_of_file_is_read_and_judged_as_on_disk()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Reads_files_as_from_disk(rig);
    }
}
