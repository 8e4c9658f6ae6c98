using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// Daily rates from a file with the columns date, currency and rate (Riksbank style: what one unit costs in the company's
/// currency), separated by semicolons. Decimal point or comma; further columns are left alone.
/// </summary>
public sealed class ExchangeRates
{
    private readonly Dictionary<string, SortedList<DateOnly, decimal>> _rates = new(StringComparer.Ordinal);
    private readonly string _name;

    private ExchangeRates(string name) => _name = name;

    /// <summary>Reads all of it; every bad row is an issue, and then the file is not used.</summary>
    /// <exception cref="EtlException"><c>REC018</c>.</exception>
    public static ExchangeRates Read(string path)
    {
        var rates = new ExchangeRates(Path.GetFileName(path));
        var issues = new List<Issue>();
        if (!File.Exists(path))
        {
            throw new EtlException(rates.Bad("the file is not there.", 0));
        }

        using var csv = CsvReader.FromFile(path, new() { Separator = ';', TrackLineNumbers = true });
        csv.ReadHeader();
        var columns = new[] { "date", "currency", "rate" }.Select(name => csv.Headers.ToList().FindIndex(header => string.Equals(header.Trim(), name, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (columns.Contains(-1))
        {
            throw new EtlException(rates.Bad("its first line does not name date;currency;rate.", 1));
        }

        while (csv.Read())
        {
            if (csv.FieldCount == 1 && csv.GetString(0).Length == 0)
            {
                continue;
            }

            if (csv.FieldCount <= columns.Max() || !rates.Take(csv.GetString(columns[0]), csv.GetString(columns[1]), csv.GetString(columns[2])))
            {
                issues.Add(rates.Bad("the line is not a day (2026-11-03), a currency (EUR) and a rate above zero.", (int)csv.LineNumber));
            }
        }

        return issues.Count == 0 ? rates : throw new EtlException(issues);
    }

    /// <summary>The newest rate on or before the day, and not older than so many days; null when there is none.</summary>
    public ExchangeRate? For(string currency, DateOnly day, int days)
    {
        if (!_rates.TryGetValue(currency, out var known))
        {
            return null;
        }

        var at = known.Keys.Where(date => date <= day && date >= day.AddDays(-days)).DefaultIfEmpty(DateOnly.MinValue).Max();
        return at == DateOnly.MinValue ? null : new(known[at], string.Create(CultureInfo.InvariantCulture, $"{_name} {at:yyyy-MM-dd}"), IsBank: false);
    }

    private bool Take(string date, string currency, string rate)
    {
        if (!DateOnly.TryParseExact(date.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !Currency.TryParse(currency.Trim(), out var parsed)
            || !decimal.TryParse(rate.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value <= 0)
        {
            return false;
        }

        if (!_rates.TryGetValue(parsed.Code, out var known))
        {
            _rates[parsed.Code] = known = [];
        }

        known[day] = value;
        return true;
    }

    private Issue Bad(string message, int line) => new(ReconcileErrors.BadRates, message, new(_name, line));
}
