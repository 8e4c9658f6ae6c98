using System.Text;
using System.Text.Json;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

/// <summary>The CSV files, the JSON and the plain lines.</summary>
public class ReportTablesTests
{
    private static readonly ReconciliationReport Sample = SampleReport.Build();

    [Fact]
    public void Payouts_as_csv_have_a_byte_order_mark_semicolons_and_decimal_commas()
    {
        var text = Csv(target => ReportCsv.WritePayouts(Sample with { Payouts = [.. Sample.Payouts.Skip(2).Take(1)] }, target, ReportLanguage.Swedish, CsvStyle.For(ReportLanguage.Swedish)));

        Assert.Equal(
            "\uFEFFUtbetalning;Datum;Valuta;Status;Försäljning, brutto;Returer;Avgifter;Moms på avgifter;Innehållet och frisläppt;Övrigt;Netto;Leverantörens total;Differens;Rest;Rader;Matchade;Avvikelser;Bank;Till banken;Banken minus utbetalning;Bankreferens;Verifikation;Fil\r\n"
            + "KLR-20261021-0003;2026-10-21;SEK;I obalans;20962,00;-349,50;-351,50;-47,50;-500,00;0,00;19713,50;19593,50;-120,00;0,00;42;38;1;;;;;;klarna-settlement-2026-10-21.csv\r\n",
            text);
    }

    [Fact]
    public void Lines_as_csv_in_English_have_decimal_points_and_name_what_they_settle()
    {
        var text = Csv(target => ReportCsv.WriteLines(Sample with { Lines = [Sample.Lines.ElementAt(12)] }, target, ReportLanguage.English, CsvStyle.For(ReportLanguage.English)));

        Assert.Equal(
            "\uFEFFPayout;Paid out;File line;Type;Provider's type;Order;Event date;Amount;VAT;Currency;Outcome;Rule;Settles;Left on the line;Comment\r\n"
            + "KLR-20261007-0001;2026-10-07;14;Sale;SALE;1012;2026-09-30;704.50;0.00;SEK;Matched;orderreferens;A 1012 (100.00), A 1500 (604.50);0.00;\r\n",
            text);
    }

    [Fact]
    public void Exceptions_and_open_items_as_csv()
    {
        var exceptions = Csv(target => ReportCsv.WriteExceptions(Sample, target, ReportLanguage.Swedish, CsvStyle.For(ReportLanguage.Swedish))).Split("\r\n");
        var items = Csv(target => ReportCsv.WriteOpenItems(Sample, target, ReportLanguage.Swedish, new CsvStyle(',', '.'))).Split("\r\n");

        Assert.Equal(12, exceptions.Length);
        Assert.Equal(
            "Matchad med differens;Ny;-87,25;SEK;1017;KLR-20261007-0001;;2026-10-14;17;Klarna betalade 87,25 mindre än fordran på order 1017.;klarna-settlement-2026-10-07.csv rad 12;\"Jämför orderns rader med fakturan; bokför differensen om rabatten stämmer.\";klarna-se-visma/MatchedWithDifference/1017/1;00001eef",
            exceptions[1]);
        Assert.Equal("1511,2026-08-19,A 906,\"Kundfaktura 906, e-handel Åre\",906,1900.00,500.00,1400.00,SEK,73,Delvis reglerad", items[5]);
    }

    [Fact]
    public void Text_in_csv_cannot_become_a_formula_while_negative_amounts_stay_numbers()
    {
        var line = Sample.Lines.First() with { OrderReference = "=HYPERLINK(\"http://x\")", Comment = "@sum", Amount = Money.Exact(-5, Currency.Sek) };
        var text = Csv(target => ReportCsv.WriteLines(Sample with { Lines = [line] }, target, ReportLanguage.Swedish, CsvStyle.For(ReportLanguage.Swedish)));

        Assert.Contains(";\"'=HYPERLINK(\"\"http://x\"\")\";", text, StringComparison.Ordinal);
        Assert.Contains(";\"'@sum\"\r\n", text, StringComparison.Ordinal);
        Assert.Contains(";-5,00;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_money_as_text_and_keeps_the_order_of_the_contract()
    {
        var json = Json(Sample with
        {
            Payouts = [],
            Lines = [Sample.Lines.ElementAt(12) with { Rule = null }],
            Exceptions = [],
            Accounts = [],
            OpenItems = [],
            Fees = [],
            Files = [],
            Vouchers = [new VoucherReport { Reference = "r", Series = "K", Date = new(2026, 10, 7), Text = "t", Rows = [new("1684", Money.Exact(1, Currency.Sek), "å", [(1, "WEB")])] }],
        });

        Assert.Equal(
            """
            {
              "name": "klarna-se↔visma",
              "company": "Åkessons Böcker & Papper AB",
              "provider": "Klarna",
              "madeAt": "2026-11-01T02:15:30+00:00",
              "runId": "20261101-021500-0a1b2c3d",
              "asOf": "2026-10-31",
              "isDryRun": false,
              "payouts": [],
              "lines": [
                {
                  "payoutReference": "KLR-20261007-0001",
                  "payoutDate": "2026-10-07",
                  "fileLine": 14,
                  "type": "sale",
                  "detailedType": "SALE",
                  "orderReference": "1012",
                  "eventDate": "2026-09-30",
                  "amount": "704.50 SEK",
                  "vat": "0.00 SEK",
                  "disposition": "matched",
                  "rule": null,
                  "settles": [
                    {
                      "voucher": "A 1012",
                      "amount": "100.00 SEK"
                    },
                    {
                      "voucher": "A 1500",
                      "amount": "604.50 SEK"
                    }
                  ],
                  "difference": "0.00 SEK",
                  "comment": null
                }
              ],
              "exceptions": [],
              "accounts": [],
              "openItems": [],
              "fees": [],
              "vouchers": [
                {
                  "reference": "r",
                  "series": "K",
                  "date": "2026-10-07",
                  "text": "t",
                  "rows": [
                    {
                      "account": "1684",
                      "amount": "1.00 SEK",
                      "text": "å",
                      "objects": [
                        {
                          "dimension": 1,
                          "object": "WEB"
                        }
                      ]
                    }
                  ],
                  "file": null
                }
              ],
              "payments": [],
              "days": [],
              "resolutions": [],
              "files": []
            }

            """.ReplaceLineEndings("\n"),
            json);
    }

    [Fact]
    public void Json_reads_back_to_the_same_report()
    {
        var json = Json(Sample);

        var read = ReportJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(json, Json(read));
        // A list within a record is equal to itself only.
        Assert.Equal(Sample.Payouts.Select(payout => payout with { RemainderParts = [] }), read.Payouts.Select(payout => payout with { RemainderParts = [] }));
        Assert.Equal(Sample.Payouts.Select(payout => payout.RemainderParts), read.Payouts.Select(payout => payout.RemainderParts));
        Assert.Equal(Sample.Exceptions, read.Exceptions);
        Assert.Equal(Sample.Accounts, read.Accounts);
        Assert.Equal(Sample.OpenItems, read.OpenItems);
    }

    [Fact]
    public void Json_of_something_else_is_refused() =>
        Assert.Throws<JsonException>(() => ReportJson.Read(new MemoryStream("{\"name\": \"x\", \"surprise\": 1}"u8.ToArray())));

    [Fact]
    public void The_console_gets_a_line_for_each_payout_exceptions_by_cause_and_control_b()
    {
        var lines = ReportText.Lines(Sample with { Payouts = [Sample.Payouts[2]], Exceptions = [.. Sample.Exceptions.Take(2)] });

        Assert.Equal(
            [
                "Avstämning klarna-se↔visma · Åkessons Böcker & Papper AB · Per 2026-10-31",
                "",
                "Utbetalningar:",
                "  KLR-20261021-0003    2026-10-21     19 593,50 SEK  I obalans, differens -120,00 SEK",
                "",
                "Matchad med differens: 1 (-87,25 SEK)",
                "  1017                     -87,25 SEK  Klarna betalade 87,25 mindre än fordran på order 1017. [Ny]",
                "",
                "Delvis reglerad: 1 (1 250,00 SEK)",
                "  1022                   1 250,00 SEK  Order 1022 är betald till hälften.",
                "",
                "(b) Konto 1511 Kundfordringar Klarna: Stämmer inte",
                "  Ingående saldo                                      12 400,00 SEK",
                "  + Försäljning                                      118 300,25 SEK",
                "  − Krediteringar                                     -1 048,50 SEK",
                "  − Reglerat av programmets verifikationer           -66 731,00 SEK",
                "  − Reglerat av andra                                 -4 000,00 SEK",
                "  + Övriga rörelser                                        0,00 SEK",
                "  = Utgående saldo, beräknat                          58 920,75 SEK",
                "  Summa öppna poster                                  22 600,00 SEK",
                "  Avgår när körningens verifikationer lästs in        36 120,75 SEK",
                "  Oförklarat                                             200,00 SEK",
                "  200,00 SEK av saldot 58 920,75 SEK är oförklarat.",
            ],
            lines);
    }

    [Fact]
    public void Text_from_files_cannot_steer_the_terminal()
    {
        var lines = ReportText.Lines(Sample with { Exceptions = [Sample.Exceptions[0] with { OrderReference = "\u001b[31m1", Explanation = "a\nb" }] }, ReportLanguage.English);

        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        Assert.Contains(lines, line => line.Contains(" [31m1", StringComparison.Ordinal) && line.EndsWith("a b [New]", StringComparison.Ordinal));
    }

    private static string Csv(Action<Stream> write)
    {
        using var target = new MemoryStream();
        write(target);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static string Json(ReconciliationReport report) => Csv(target => ReportJson.Write(report, target));
}
