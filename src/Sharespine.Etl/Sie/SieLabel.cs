using System.Text;

namespace Sharespine.Etl.Sie;

internal enum SieLabel
{
    Unknown,
    Flagga, Program, Format, Gen, Sietyp, Prosa, Ftyp, Fnr, Orgnr, Bkod, Adress, Fnamn, Taxar, Kptyp, Valuta, Rar, Omfattn,
    Konto, Ktyp, Enhet, Sru, Dim, Underdim, Objekt,
    Ib, Ub, Res, Oib, Oub, Psaldo, Pbudget,
    Ver, Trans, Rtrans, Btrans, Ksumma,
}

internal static class SieLabels
{
    private static readonly (byte[] Text, SieLabel Label)[] ByFrequency =
        [.. new[]
            {
                SieLabel.Trans, SieLabel.Ver, SieLabel.Psaldo, SieLabel.Pbudget, SieLabel.Oib, SieLabel.Oub, SieLabel.Konto, SieLabel.Sru,
                SieLabel.Ktyp, SieLabel.Objekt, SieLabel.Ib, SieLabel.Ub, SieLabel.Res, SieLabel.Rtrans, SieLabel.Btrans, SieLabel.Dim,
                SieLabel.Underdim, SieLabel.Enhet,
            }
            .Concat(Enum.GetValues<SieLabel>().Where(label => label is > SieLabel.Unknown and < SieLabel.Konto or SieLabel.Ksumma))
            .Select(label => (Encoding.ASCII.GetBytes(label.ToString().ToUpperInvariant()), label))];

    /// <summary>Finds a label without its #; capitals or not.</summary>
    public static SieLabel Find(ReadOnlySpan<byte> text)
    {
        foreach (var (known, label) in ByFrequency)
        {
            if (text.Length == known.Length && Ascii.EqualsIgnoreCase(text, known))
            {
                return label;
            }
        }

        return SieLabel.Unknown;
    }

    /// <summary>Labels whose fields hold an object list.</summary>
    public static bool HasObjects(SieLabel label) => label
        is SieLabel.Trans or SieLabel.Rtrans or SieLabel.Btrans or SieLabel.Oib or SieLabel.Oub or SieLabel.Psaldo or SieLabel.Pbudget;

    public static string Name(SieLabel label) => "#" + label.ToString().ToUpperInvariant();
}
