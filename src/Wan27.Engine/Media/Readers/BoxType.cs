namespace Wan27.Engine.Media.Readers;

/// <summary>Box names of ISO media files (ISO/IEC 14496-12, QuickTime File Format) as numbers.</summary>
internal static class BoxType
{
    public const uint Ftyp = 0x66747970;
    public const uint Moov = 0x6D6F6F76;
    public const uint Mdat = 0x6D646174;
    public const uint Moof = 0x6D6F6F66;
    public const uint Sidx = 0x73696478;
    public const uint Free = 0x66726565;
    public const uint Skip = 0x736B6970;
    public const uint Wide = 0x77696465;
    public const uint Pnot = 0x706E6F74;
    public const uint Mvhd = 0x6D766864;
    public const uint Mvex = 0x6D766578;
    public const uint Mehd = 0x6D656864;
    public const uint Trex = 0x74726578;
    public const uint Trak = 0x7472616B;
    public const uint Tkhd = 0x746B6864;
    public const uint Edts = 0x65647473;
    public const uint Elst = 0x656C7374;
    public const uint Mdia = 0x6D646961;
    public const uint Mdhd = 0x6D646864;
    public const uint Hdlr = 0x68646C72;
    public const uint Minf = 0x6D696E66;
    public const uint Dinf = 0x64696E66;
    public const uint Dref = 0x64726566;
    public const uint Stbl = 0x7374626C;
    public const uint Stsd = 0x73747364;
    public const uint Stts = 0x73747473;
    public const uint Stco = 0x7374636F;
    public const uint Co64 = 0x636F3634;
    public const uint Traf = 0x74726166;
    public const uint Tfhd = 0x74666864;
    public const uint Tfdt = 0x74666474;
    public const uint Trun = 0x7472756E;
    public const uint Tref = 0x74726566;
    public const uint Chap = 0x63686170;
    public const uint Ctts = 0x63747473;
    public const uint Stsz = 0x7374737A;
    public const uint Stz2 = 0x73747A32;
    public const uint Stsc = 0x73747363;
    public const uint Pasp = 0x70617370;
    public const uint Esds = 0x65736473;
    public const uint Wave = 0x77617665;
    public const uint Styp = 0x73747970;
    public const uint Ssix = 0x73736978;
    public const uint Mfra = 0x6D667261;
    public const uint Uuid = 0x75756964;
    public const uint Udta = 0x75647461;
    public const uint Pdin = 0x7064696E;
    public const uint Prft = 0x70726674;
    public const uint Emsg = 0x656D7367;
    public const uint Meco = 0x6D65636F;
    public const uint Cmov = 0x636D6F76;
    public const uint Rmra = 0x726D7261;
    public const uint Meta = 0x6D657461;
    public const uint Iprp = 0x69707270;
    public const uint Ipco = 0x6970636F;
    public const uint Ispe = 0x69737065;
    public const uint Irot = 0x69726F74;
    public const uint VideoHandler = 0x76696465;
    public const uint SoundHandler = 0x736F756E;
    public const uint EncryptedVideo = 0x656E6376;
    public const uint EncryptedAudio = 0x656E6361;

    /// <summary>
    /// True for the boxes that stand at the top of a film. One of them that runs past the end of the file has been cut off; anything else
    /// there was never a box.
    /// </summary>
    public static bool IsTopLevel(uint type)
        => type is Ftyp or Moov or Mdat or Moof or Sidx or Free or Skip or Wide or Pnot or Styp or Ssix or Mfra or Uuid or Udta or Pdin or Prft or Emsg or Meta or Meco;
}
