// The home folder is an environment variable and the emulator's profile has one name: tests of one process take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
