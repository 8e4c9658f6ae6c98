using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>
/// A report of another provider, with titles above, numeric currencies and the fee in a column of its own, needs nothing but a
/// mapping. A fee that the provider does not know yet (??) is left out by this mapping on purpose.
/// </summary>
public sealed class DibsMappingTests
{
    private const string Mapping = """
        mapping: dibs.transactions
        kind: file
        format:
          dates: ["dd/MM-yyyy 'kl.' HH:mm:ss"]
          file-zone: Europe/Stockholm
        sections:
          rows:
            found-by: [Ordernr, Transaktionsnr]
            required: [Belopp]
            columns:
              Ordernr: text
              Transaktionsnr: text
              Belopp: amount
              Valuta: text
              Avgift: text
              Korttyp: text
              Debiteringstidpunkt: date
            let:
              fee: if Avgift == "??" then null else number(Avgift ?? "0")
        payout:
          from: rows
          reference: extract(inputs.file, "__cleared__([0-9_]+)[.]txt$")
          currency: lookup("currency", Valuta)
          date: date(extract(inputs.file, "__cleared__([0-9]+_[0-9]+_[0-9]+)_"), "dd_MM_yyyy")
        lines:
          from: rows
          type: '"CAPTURE"'
          amount: Belopp
          order-reference: Ordernr
          provider-order-id: Transaktionsnr
          event-date: Debiteringstidpunkt
          payment-method: Korttyp
          key: [Transaktionsnr, Belopp]
          also:
            - when: (fee ?? 0) != 0
              type: '"FEE"'
              amount: fee
              key: ['"FEE"', Transaktionsnr]
        types:
          CAPTURE: {is: Sale, sign: as-written}
          FEE: {is: Fee, sign: minus}
        lookups:
          currency: {inline: {"752": SEK, "978": EUR, "578": NOK, "208": DKK}}
        examples:
          - name: a capture with its fee
            inputs: {file: d2_1__cleared__24_10_2018_14_50_01.txt}
            given: |
              Transaktionsrapport

              Ordernr,Transaktionsnr,Belopp,Valuta,Avgift,Korttyp,Debiteringstidpunkt
              7,21,100.00,752,-1.50,VISA,23/10-2018 kl. 23:59:00
            expect:
              - payout 24_10_2018_14_50_01, 2018-10-24, SEK, net, total not stated
              - "line 4: Sale 100.00, CAPTURE, order 7, provider order 21, event 2018-10-23, paid by VISA"
              - "line 4: Fee -1.50, FEE, order 7"
        """;

    [Fact]
    public void The_mapping_checks_clean() => Assert.True(Read(out var findings) is not null, string.Join("\n", findings));

    [SharedSampleFact]
    public void A_synthetic_report_is_read()
    {
        var path = Directory.GetFiles(Path.Combine(SharedSampleFactAttribute.Folder, "payments", "synthetic"), "dibs_d2_*.txt").Single();

        var file = SettlementReader.Read(FileBytes.FromPath(path), Read(out _)!);

        Assert.Empty(file.Issues);
        Assert.Equal(
            ["Sale 1000.00 10001 2018-10-03", "Fee -12.50 10001 2018-10-03", "Sale 500.00 10002 2018-10-04"],
            file.Payouts.Single().Lines.Select(line => $"{line.Type} {line.Amount.AmountText} {line.OrderReference} {line.EventDate:yyyy-MM-dd}"));
    }

    private static FileMapping? Read(out List<Issue> findings)
    {
        findings = [];
        return FileMappingReader.Read(Mapping, "dibs.yaml", findings);
    }
}
