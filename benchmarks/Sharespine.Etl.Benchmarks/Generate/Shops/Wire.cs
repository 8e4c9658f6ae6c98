using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>Values as they stand in JSON and XML.</summary>
internal static class Wire
{
    /// <summary>With its quotes.</summary>
    public static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    public static string Xml(string text) => new XText(text).ToString();

    /// <summary>Kronor without needless zeros: 39.2.</summary>
    public static string Short(long minor) => Amounts.Number(minor / 100m);

    /// <summary>Kronor with four decimals: 39.2000.</summary>
    public static string Four(long minor) => Amounts.Text(minor) + "00";

    public static string Whole(long number) => Amounts.Number(number);
}
