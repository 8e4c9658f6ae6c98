using System.Data;
using System.Globalization;
using Dapper;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>
/// How our types stand in columns: instants as UTC text with milliseconds and Z, business dates as yyyy-MM-dd, both of
/// which sort; amounts as integer minor units beside a currency column; exact decimals as integers scaled by 10^6.
/// </summary>
public static class SqlValues
{
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    public const string DateFormat = "yyyy-MM-dd";

    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Teaches Dapper our types; harmless when called again.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
            {
                return;
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;
            // Dapper's own ideas of these types come before handlers, so they go first.
            foreach (var type in new[] { typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(DateOnly), typeof(DateOnly?) })
            {
                SqlMapper.RemoveTypeMap(type);
            }

            SqlMapper.AddTypeHandler(new InstantHandler());
            SqlMapper.AddTypeHandler(new DateHandler());
            SqlMapper.AddTypeHandler(new CurrencyHandler());
            _registered = true;
        }
    }

    public static object ToColumn(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => Text(instant),
        DateOnly date => Text(date),
        Currency currency => currency.Code,
        bool flag => flag ? 1L : 0L,
        Enum name => name.ToString(),
        _ => value,
    };

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.ParseExact((string)value, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = Text(value);
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, DateFormat, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = Text(value);
    }

    private sealed class CurrencyHandler : SqlMapper.TypeHandler<Currency>
    {
        public override Currency Parse(object value) => Currency.Parse((string)value);

        public override void SetValue(IDbDataParameter parameter, Currency value) => parameter.Value = value.Code;
    }
}
