using System.Buffers.Binary;
using System.Text;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>Operations on the boxes of a film that no muxer does on request. Each leaves a film that plays.</summary>
internal static class FilmSurgery
{
    private static readonly Dictionary<string, Action<List<FilmBox>>> Films = new()
    {
        ["index last"] = static film => Move(film, "moov", film.Count),
        ["index first"] = static film => Move(film, "moov", 1),
        ["index twice"] = static film => film.Add(Only(film, "moov").Copy()),
        ["free in front"] = static film => film.Insert(1, new FilmBox("free", new byte[333])),
        ["large free in front"] = static film => film.Insert(1, new FilmBox("free", new byte[21]) { IsLarge = true }),
        ["wide and skip"] = static film => film.InsertRange(1, [new FilmBox("wide"), new FilmBox("skip", new byte[5])]),
        ["unknown in front"] = static film => film.Insert(1, new FilmBox("abcd", new byte[77])),
        ["uuid at the end"] = static film => film.Add(new FilmBox("uuid", new byte[40])),
        ["empty boxes at the end"] = static film => film.AddRange([new FilmBox("free"), new FilmBox("free"), new FilmBox("mdat")]),
        ["large media"] = static film => Only(film, "mdat").IsLarge = true,
        ["large index"] = static film => Only(film, "moov").IsLarge = true,
        ["media to the end"] = static film =>
        {
            Move(film, "mdat", film.Count);
            film[^1].RunsToEnd = true;
        },
        ["index to the end"] = static film =>
        {
            Move(film, "moov", film.Count);
            film[^1].RunsToEnd = true;
        },
        ["unknown in the index"] = static film => Only(film, "moov").Children.Insert(0, new FilmBox("zzzz", new byte[30])),
        ["unknown in the track"] = static film => Each(film, "trak", static box => box.Children.Insert(1, new FilmBox("zzzz", new byte[30]))),
        ["unknown among the tables"] = static film => Each(film, "stbl", static box => box.Children.Insert(0, new FilmBox("zzzz", new byte[30]))),
        ["free in the media"] = static film => Each(film, "mdia", static box => box.Children.Insert(0, new FilmBox("free", new byte[30]))),
        ["large track"] = static film => Each(film, "trak", static box => box.IsLarge = true),
        ["tables reversed"] = static film => Each(film, "stbl", static box =>
        {
            var first = box.Children.Single(static child => child.Type == "stsd");
            box.Children.Remove(first);
            box.Children.Reverse();
            box.Children.Insert(0, first);
        }),
        ["tracks reversed"] = static film =>
        {
            var moov = Only(film, "moov");
            var tracks = moov.Children.Where(static box => box.Type == "trak").Reverse().ToArray();
            var at = moov.Children.FindIndex(static box => box.Type == "trak");
            moov.Children.RemoveAll(static box => box.Type == "trak");
            moov.Children.InsertRange(at, tracks);
        },
        ["user data in front"] = static film => Only(film, "moov").Children.Insert(1, new FilmBox("udta", Big(0u))),

        // Lengths that headers state ------------------------------------------------------------------------------------------------
        ["movie header of zero"] = static film => Times(film, "mvhd", 16, 24, static _ => 0),
        ["movie header doubled"] = static film => Times(film, "mvhd", 16, 24, static time => time * 2),
        ["movie header of a tenth"] = static film => Times(film, "mvhd", 16, 24, static time => time / 10),
        ["movie header unknown"] = static film => Times(film, "mvhd", 16, 24, static _ => uint.MaxValue),
        ["track headers of zero"] = static film => Times(film, "tkhd", 20, 28, static _ => 0),
        ["track headers doubled"] = static film => Times(film, "tkhd", 20, 28, static time => time * 2),
        ["media headers of zero"] = static film => Times(film, "mdhd", 16, 24, static _ => 0),
        ["media headers unknown"] = static film => Times(film, "mdhd", 16, 24, static _ => uint.MaxValue),
        ["all headers of zero"] = static film =>
        {
            Times(film, "mvhd", 16, 24, static _ => 0);
            Times(film, "tkhd", 20, 28, static _ => 0);
            Times(film, "mdhd", 16, 24, static _ => 0);
        },
        ["fragment header doubled"] = static film => Only(film, "moov").Find("mvex")?.Children.Insert(0, new FilmBox("mehd", Big(0u), Big(60_000u))),

        // Edit lists ----------------------------------------------------------------------------------------------------------------
        ["no edits"] = static film => Each(film, "edts", static box => box.Type = "free"),
        ["edits of zero"] = static film => Edits(film, static (_, media) => [(0, media, 1)]),
        ["a delay, then the rest"] = static film => Edits(film, static (film, media) => [(film / 10, uint.MaxValue, 1), (0, media, 1)]),
        ["a delay, then all"] = static film => Edits(film, static (film, media) => [(film / 10, uint.MaxValue, 1), (film, media, 1)]),
        ["the first half"] = static film => Edits(film, static (film, media) => [(film / 2, media, 1)]),
        ["longer than the media"] = static film => Edits(film, static (film, media) => [(film * 3, media, 1)]),
        ["at half speed"] = static film => Edits(film, static (film, media) => [(film * 2, media, 0.5)]),

        // Tracks --------------------------------------------------------------------------------------------------------------------
        ["all tracks off"] = static film => Each(film, "tkhd", static box => box.Data[3] = 0),
        ["all tracks on"] = static film => Each(film, "tkhd", static box => box.Data[3] = 3),
        ["first track off"] = static film => FilmBox.All(film).First(static box => box.Type == "tkhd").Data[3] = 0,
        ["second picture off"] = static film => Pictures(film)[1].Find("tkhd")!.Data[3] = 0,
        ["first picture holds the chapters"] = static film => Chapters(film, marks: 0, film: 1),
        ["second picture holds the chapters"] = static film => Chapters(film, marks: 1, film: 0),
        ["a sound of unknown kind"] = static film => Each(film, "hdlr", static box =>
        {
            if (Encoding.ASCII.GetString(box.Data, 8, 4) == "soun")
            {
                "xxxx"u8.CopyTo(box.Data.AsSpan(8));
            }
        }),

        // Shape ---------------------------------------------------------------------------------------------------------------------
        ["turned by 90"] = static film => Matrix(film, 90),
        ["turned by 180"] = static film => Matrix(film, 180),
        ["turned by 270"] = static film => Matrix(film, 270),
        ["film turned by 90"] = static film => HandMade.Matrix(90).CopyTo(Only(film, "moov").Find("mvhd")!.Data, 36),
        ["shown wider"] = static film =>
        {
            // The shape of the pixels gives way to the width of the track header.
            foreach (var track in Pictures(film))
            {
                Rename(track, "pasp", "free");
                var header = track.Find("tkhd")!;
                BinaryPrimitives.WriteUInt32BigEndian(header.Data.AsSpan(header.Data.Length - 8), 213u << 16);
            }
        },

        // Fragments -----------------------------------------------------------------------------------------------------------------
        ["fragments without times"] = static film => Each(film, "tfdt", static box => box.Type = "free"),
        ["fragments of a broadcast"] = static film => Each(film, "tfdt", static box =>
        {
            var at = box.Data[0] == 1 ? 8 : 4;
            BinaryPrimitives.WriteUInt32BigEndian(box.Data.AsSpan(at), BinaryPrimitives.ReadUInt32BigEndian(box.Data.AsSpan(at)) + 1_000_000);
        }),
        ["segment index twice"] = static film =>
        {
            if (film.FindIndex(static box => box.Type == "sidx") is >= 0 and var at)
            {
                film.Insert(at, film[at].Copy());
            }
        },
        ["no segment index"] = static film => film.Where(static box => box.Type == "sidx").ToList().ForEach(static box => box.Type = "free"),
    };

    private static readonly Dictionary<string, byte[]> Tails = new()
    {
        ["text behind"] = "Made on a Tuesday.\nThank you for watching.\n"u8.ToArray(),
        ["a tag behind"] = "TAG"u8.ToArray(),
        ["zeros behind"] = new byte[5000],
        ["a picture behind"] = Jpeg(640, 480),
        ["a tiny box behind"] = [0, 0, 0, 3, .. "mdat"u8, 1, 2, 3, 4],
    };

    public static IEnumerable<string> Names => Films.Keys.Concat(Tails.Keys);

    /// <summary>Operations that change what the two readers are given to look at, not where it stands.</summary>
    public static bool IsTail(string operation) => Tails.ContainsKey(operation);

    public static byte[] Apply(byte[] bytes, IEnumerable<string> operations)
    {
        var film = FilmBox.Parse(bytes);
        var tail = Array.Empty<byte>();
        foreach (var operation in operations)
        {
            if (Tails.TryGetValue(operation, out var behind))
            {
                tail = behind;
            }
            else
            {
                Films[operation](film);
            }
        }

        return Join(FilmBox.Join(film), tail);
    }

    private static FilmBox Only(List<FilmBox> film, string type) => film.First(box => box.Type == type);

    private static void Each(List<FilmBox> film, string type, Action<FilmBox> change) => FilmBox.All(film).Where(box => box.Type == type).ToList().ForEach(change);

    private static void Rename(FilmBox within, string from, string to)
    {
        // Parts of a sample entry are not taken apart; their names are unlike anything beside them.
        foreach (var box in FilmBox.All([within]))
        {
            if (box.Data.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from)) is >= 0 and var at)
            {
                Encoding.ASCII.GetBytes(to).CopyTo(box.Data, at);
            }
        }
    }

    private static void Move(List<FilmBox> film, string type, int to)
    {
        var box = Only(film, type);
        film.Remove(box);
        film.Insert(Math.Min(to, film.Count), box);
    }

    private static FilmBox[] Pictures(List<FilmBox> film)
        => [.. Only(film, "moov").Children.Where(static box => box.Type == "trak" && box.Find("hdlr") is { } handler && Encoding.ASCII.GetString(handler.Data, 8, 4) == "vide")];

    private static void Chapters(List<FilmBox> boxes, int marks, int film)
    {
        var pictures = Pictures(boxes);
        var id = pictures[marks].Find("tkhd")!.Data[12..16];
        pictures[film].Children.RemoveAll(static box => box.Type == "tref");
        pictures[film].Children.Insert(1, new FilmBox("tref", Box("chap", id)));
    }

    private static void Matrix(List<FilmBox> film, int degrees)
    {
        foreach (var track in Pictures(film))
        {
            HandMade.Matrix(degrees).CopyTo(track.Find("tkhd")!.Data, 40);
        }
    }

    /// <summary>Changes a length in headers of 32 bits, or of 64.</summary>
    private static void Times(List<FilmBox> film, string type, int narrow, int wide, Func<uint, uint> change)
        => Each(film, type, box =>
        {
            // The lower half is enough: the films are short.
            var at = box.Data[0] == 1 ? wide + 4 : narrow;
            BinaryPrimitives.WriteUInt32BigEndian(box.Data.AsSpan(at), change(BinaryPrimitives.ReadUInt32BigEndian(box.Data.AsSpan(at))));
        });

    /// <summary>Gives each picture track an edit list that is made of its length in the film's units and the start of its media.</summary>
    private static void Edits(List<FilmBox> film, Func<uint, uint, (uint Length, uint Time, double Rate)[]> make)
    {
        var timescale = BinaryPrimitives.ReadUInt32BigEndian(Only(film, "moov").Find("mvhd")!.Data.AsSpan(12));
        foreach (var track in Pictures(film))
        {
            var header = track.Find("mdhd")!;
            var length = (uint)((ulong)BinaryPrimitives.ReadUInt32BigEndian(header.Data.AsSpan(16)) * timescale / BinaryPrimitives.ReadUInt32BigEndian(header.Data.AsSpan(12)));
            var start = track.Find("elst") is { Data.Length: 20 } old ? BinaryPrimitives.ReadUInt32BigEndian(old.Data.AsSpan(12)) : 0;
            if (length == 0)
            {
                // Another operation has emptied the headers, and an edit of no length is an operation of its own.
                continue;
            }

            track.Children.RemoveAll(static box => box.Type == "edts");
            var edits = make(length, start);
            track.Children.Insert(1, new FilmBox("edts", Box("elst", Big(0u), Big((uint)edits.Length),
                Join([.. edits.Select(static edit => Join(Big(edit.Length), Big(edit.Time), Big((uint)(edit.Rate * 0x10000))))]))));
        }
    }
}
