namespace Wan27;

/// <summary>The regions that offer Wan 2.7. Keys, endpoints and models belong to one of them (contract section 1.1).</summary>
public enum WanRegion : long
{
    /// <summary>International, <c>ap-southeast-1</c>.</summary>
    Singapore,

    /// <summary>Chinese mainland, <c>cn-beijing</c>.</summary>
    Beijing,
}
