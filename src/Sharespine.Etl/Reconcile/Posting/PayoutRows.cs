using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// The rows that a payout should have in the books, as far as is known now; they sum to zero, in the company's currency. What
/// settles invoices in a customer ledger is told as payments instead, and the clearing row is what these leave of the payout.
/// </summary>
internal sealed class PayoutRows(PostingInput payout, ReconciliationSettings settings, BookingRules rules, ReconcileTexts texts, ExchangeRate? rate)
{
    private readonly RowList _rows = new(Currency.Parse(settings.Currency));
    private readonly Currency _company = Currency.Parse(settings.Currency);
    private readonly List<PaymentPart> _payments = [];
    private readonly Dictionary<string, RowText> _texts = [];
    private readonly ILookup<(long LineId, long EntryId), CustomerPayment> _sent = payout.Paid.ToLookup(payment => (payment.LineId, payment.EntryId));

    // Debit positive: what the books have the receivables and the VAT at, less what they are worth at the payout's rate.
    private long _exchange;

    /// <summary>The sum of the absolute amounts that go to the suspense account.</summary>
    public long Suspense { get; private set; }

    public int SuspenseLines { get; private set; }

    public int LineCount { get; private set; }

    public IReadOnlyList<PaymentPart> Payments => _payments;

    /// <summary>What the merchant sold, at the payout's rate: what the part on the suspense account is compared with.</summary>
    public long Sales { get; private set; }

    public IReadOnlyList<VoucherRow> Make()
    {
        var lines = payout.Lines.Where(line => Settlements.Enters(line.Line.Type, payout.Kind)).ToList();
        LineCount = lines.Count;
        var net = lines.Sum(line => line.Line.Amount.Minor + line.Line.Vat.Minor);
        var clearing = payout.Kind == SettlementKind.GrossFee && rules.FeeInvoice is { } invoice ? invoice : rules.Clearing[payout.Currency.Code];
        var body = new PayoutBody(this);
        foreach (var line in lines)
        {
            Sales += line.Line.Type == LineType.Sale ? Book(line.Line.Amount.Minor) : 0;
            body.Line(line, rules.For(line.Line));
        }

        var paid = _payments.Sum(payment => payment.Booked);
        _rows.AddFirst(clearing, Book(net) - paid, texts.PayoutRow(payout.PayoutReference));
        _rows.Add(_exchange > 0 ? rules.ExchangeLoss : rules.ExchangeGain, _exchange, texts.ExchangeRow, []);
        AddConversion();
        return _rows.Joined();
    }

    /// <summary>Each amount is converted by itself, so they may miss zero by half a minor unit each; more is a fault and left to be found.</summary>
    private void AddConversion()
    {
        var sum = _rows.Sum;
        if (rate is not null && Math.Abs(sum) <= 1 + (3 * LineCount))
        {
            _rows.Add(rules.Rounding, -sum, texts.ConversionRow, []);
        }
    }

    private long Book(long minor) => rate is null ? minor : rate.Convert(new(minor, payout.Currency), _company);

    /// <summary>What was sent keeps the rate it was sent with: the ERP has booked it.</summary>
    private long Booked(PostingLine line, SettledPart part, long minor)
    {
        var sent = _sent[(line.Id, part.EntryId)].ToList();
        return sent.Sum(payment => payment.Booked.Minor) + Book(minor - sent.Sum(payment => payment.Amount.Minor));
    }

    private bool IsPaid(string account) =>
        settings.Posting.Mode == PostingMode.Payments && settings.Accounts.Any(other => other.Account == account && other.CustomerLedger);

    /// <summary>One line at a time.</summary>
    private sealed class PayoutBody(PayoutRows of)
    {
        public void Line(PostingLine line, BookingRule? rule)
        {
            switch (rule)
            {
                case null:
                    ToSuspense(-(line.Line.Amount.Minor + line.Line.Vat.Minor - WriteOff(line, line.Line.Vat.Minor)), line, Reason.NoRule);
                    break;
                case { Receivable: true }:
                    Receivable(line, rule);
                    break;
                default:
                    Cost(line, rule);
                    break;
            }
        }

        private void Receivable(PostingLine line, BookingRule rule)
        {
            foreach (var part in line.Settled)
            {
                if (of.IsPaid(part.Account))
                {
                    Pay(line, part);
                    continue;
                }

                of.Row(part.Account, -part.EntryMinor, line, rule, part.Voucher);
                Difference(part.EntryMinor, part.LineMinor);
            }

            ToSuspense(-(line.Line.Amount.Minor + line.Line.Vat.Minor - line.Settled.Sum(part => part.LineMinor) - WriteOff(line, 0)), line, line.Reason);
        }

        /// <summary>Books what a person wrote off and returns it; a line without rule takes its VAT along.</summary>
        private long WriteOff(PostingLine line, long vatMinor)
        {
            var sum = 0L;
            foreach (var part in line.WrittenOff)
            {
                var minor = part.LineMinor + (part.LineMinor == line.Line.Amount.Minor ? vatMinor : 0);
                of._rows.Add(part.Account, -of.Book(minor), of.Texts.WriteOffRow(line.Line.OrderReference, part.ExceptionId), []);
                sum += minor;
            }

            return sum;
        }

        private void Difference(long entryMinor, long lineMinor)
        {
            if (of.IsForeign)
            {
                of._exchange += entryMinor - of.Book(lineMinor);
            }
            else
            {
                of._rows.Add(of.Rules.Rounding, entryMinor - lineMinor, of.Texts.RoundingRow, []);
            }
        }

        /// <summary>At home the invoice is paid whole and the rounding is a row; abroad the ERP itself books the exchange difference.</summary>
        private void Pay(PostingLine line, SettledPart part)
        {
            var minor = of.IsForeign ? part.LineMinor : part.EntryMinor;
            var booked = of.Booked(line, part, minor);
            of._payments.Add(new(line, part, minor, booked));
            of._exchange += booked - of.Book(minor);
            if (!of.IsForeign)
            {
                of._rows.Add(of.Rules.Rounding, part.EntryMinor - part.LineMinor, of.Texts.RoundingRow, []);
            }
        }

        private void Cost(PostingLine line, BookingRule rule)
        {
            var amount = line.Line.Amount;
            var (net, vat) = (-of.Book(amount.Minor), -of.Book(line.Line.Vat.Minor));
            if (rule.Vat is FeeVatTreatment.Exempt or FeeVatTreatment.SeparateInvoice)
            {
                of.Row(rule.Account!, net + vat, line, rule, "");
                return;
            }

            of.Row(rule.Account!, net, line, rule, "");
            // The provider states the VAT of a foreign payout in the currency of registration: that is what is deducted.
            var stated = of.IsForeign && line.Line.RegistrationVat is { } registered && registered.Currency == of._company ? -registered.Minor : vat;
            of._rows.Add(of.Rules.FeeVat, stated, of.Texts.FeeVatRow, []);
            of._exchange += vat - stated;
            if (rule.ReverseCharge is { } reverse)
            {
                var computed = Money.Round(new Money(net, of._company).Major * reverse.Rate / 100m, of._company).Minor;
                of._rows.Add(reverse.InputVat, computed, of.Texts.ReverseChargeRow, []);
                of._rows.Add(reverse.OutputVat, -computed, of.Texts.ReverseChargeRow, []);
                of._rows.Add(reverse.BaseDebit, net, of.Texts.ReverseChargeRow, []);
                of._rows.Add(reverse.BaseCredit, -net, of.Texts.ReverseChargeRow, []);
            }
        }

        private void ToSuspense(long minor, PostingLine line, Reason reason)
        {
            if (minor == 0)
            {
                return;
            }

            of.SuspenseLines++;
            of.Suspense += Math.Abs(of.Book(minor));
            of._rows.Add(of.Rules.Suspense, of.Book(minor), of.Texts.SuspenseRow(reason, line.Line.OrderReference, line.Line.FileLine), []);
        }
    }

    private BookingRules Rules => rules;

    private ReconcileTexts Texts => texts;

    private bool IsForeign => rate is not null;

    /// <summary>A row of a line, gathered as the granularity says; the text has what all of its lines share.</summary>
    private void Row(string account, long minor, PostingLine line, BookingRule rule, string voucher)
    {
        var day = line.Line.EventDate ?? payout.PayoutDate;
        var order = line.Line.OrderReference;
        var granularity = rule.Receivable || settings.Posting.Rows != PostingRows.PerVoucher ? settings.Posting.Rows : PostingRows.PerPayout;
        var (group, template) = granularity switch
        {
            PostingRows.PerLine => (new RowGroup(line.Line.Key, voucher), rule.Receivable ? "{order} {voucher}" : "{type} {order}"),
            PostingRows.PerVoucher => (new(order, voucher), "{order} {voucher}"),
            PostingRows.PerDay => (new(rule.Name, Day: day), "{type} {date}"),
            _ => (new(rule.Name), "{type}"),
        };
        _rows.Add(account, minor, Text(rule.Text ?? template).Fill(Value), rule.Objects, group);

        string? Value(string name) => name switch
        {
            "payout" => payout.PayoutReference,
            "provider" => settings.Provider,
            "type" => rule.Name,
            "date" => (granularity == PostingRows.PerPayout ? payout.PayoutDate : day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "order" when granularity is PostingRows.PerLine or PostingRows.PerVoucher => order,
            "voucher" when granularity is PostingRows.PerLine or PostingRows.PerVoucher => voucher,
            "method" when granularity == PostingRows.PerLine => line.Line.PaymentMethod,
            "detail" when granularity == PostingRows.PerLine => line.Line.DetailedType,
            "line" when granularity == PostingRows.PerLine => line.Line.FileLine.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private RowText Text(string template) => _texts.TryGetValue(template, out var text) ? text : _texts[template] = new(template);
}

/// <param name="Minor">Of the payment, in the payout's currency.</param>
/// <param name="Booked">Of the clearing account, in the company's.</param>
internal sealed record PaymentPart(PostingLine Line, SettledPart Part, long Minor, long Booked);
