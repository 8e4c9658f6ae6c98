using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Reconcile;

internal sealed class SwedishTexts : ReconcileTexts
{
    protected override NumberFormatInfo Numbers { get; } = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00a0" };

    public override string Explain(ExceptionFacts facts) => facts.Reason switch
    {
        Reason.NoVoucher => $"Leverantören har avräknat {Write(facts.Amount)}{Order(facts)} i utbetalning {facts.PayoutReference}, men ingen verifikation på fordringskontot har den referensen eller det beloppet.",
        Reason.VoucherSettled => $"Leverantören har avräknat {Write(facts.Amount)}{Order(facts)}, men {List(facts)} med den referensen är redan reglerad.",
        Reason.NoCredit => $"Leverantören har dragit tillbaka {Write(facts.Amount.Abs())}{Order(facts)}, men försäljningen {List(facts)} saknar kreditverifikation.",
        Reason.VoucherGone => $"Raden på {Write(facts.Amount)}{Order(facts)} var avräknad mot {List(facts)}, som har ändrats eller saknas i den senaste huvudboken.",
        Reason.MoreThanBooked => $"Leverantören har avräknat {Write(facts.Amount)} mer{Order(facts)} än vad som är bokfört.",
        Reason.SettledTwice => $"Leverantören tar upp samma debitering eller återbetalning på {Write(facts.Amount)}{Order(facts)} en gång till; den första är {List(facts)} (utbetalning:rad).",
        Reason.SeveralCandidates => $"{Write(facts.Amount)}{Order(facts)} passar lika bra mot {List(facts)}.",
        Reason.OtherCurrency => $"{Write(facts.Amount)} har avräknats{Order(facts)}, men {List(facts)} är i en annan valuta.",
        Reason.NoRule => $"Ingen konteringsregel gäller leverantörens typ {List(facts)}; raden på {Write(facts.Amount)} i utbetalning {facts.PayoutReference} går till observationskontot.",
        Reason.NotSettled => $"{Write(facts.Amount)} bokfördes {Day(facts.Date)} i {facts.Voucher}, men finns inte i någon utbetalning.",
        Reason.LessThanBooked => $"{Write(facts.Amount)} av {facts.Voucher} är fortfarande öppet efter utbetalningstiden.",
        Reason.BookedTwice => $"{facts.Voucher} ser ut att vara {List(facts)} bokförd en gång till: samma referenser och samma belopp.",
        Reason.UnknownSettlement => $"{facts.Voucher} bokför en avräkning på {Write(facts.Amount.Abs())} som inte hör till någon utbetalning vi har läst.",
        Reason.PayoutBookedTwice => $"{facts.Voucher} bokför utbetalning {List(facts)}, som redan var bokförd.",
        Reason.OwnVoucherTwice => $"{facts.Voucher} är vår verifikation {List(facts)} inläst en gång till.",
        Reason.Unclassified => $"{facts.Voucher} på {Write(facts.Amount)} är varken försäljning, kredit eller avräkning enligt de inställda klasserna.",
        Reason.LinesNotTotal => $"Raderna i utbetalning {facts.PayoutReference} skiljer {Write(facts.Amount)} från leverantörens egen summa.",
        Reason.ResentDifferently => $"Utbetalning {facts.PayoutReference} har skickats igen med annat innehåll: {List(facts)}.",
        Reason.BookedDifferently => $"Utbetalning {facts.PayoutReference} är bokförd av någon annan i {facts.Voucher}, {Write(facts.Amount)} ifrån vad raderna reglerar.",
        Reason.TooMuchSuspense => $"{Write(facts.Amount)} av utbetalning {facts.PayoutReference} är oförklarat, mer än vad inställningarna släpper igenom.",
        Reason.PeriodClosed => $"Utbetalning {facts.PayoutReference} från {Day(facts.Date)} ligger i en stängd period.",
        Reason.WriteOffHeld => $"Avskrivningen av {Write(facts.Amount)} på {facts.Voucher}{Order(facts)} är daterad {Day(facts.Date)} i en stängd period och bokförs inte förrän den öppnas.",
        Reason.NoRate => $"Utbetalning {facts.PayoutReference} på {Write(facts.Amount)} är i en valuta som saknar kurs eller avräkningskonto.",
        Reason.PostingStopped => $"Inget bokfördes den här natten: {Write(facts.Amount)} på {List(facts)} är oförklarat, mer än vad en natt får ha.",
        Reason.NoInvoiceNumber => $"Utbetalning {facts.PayoutReference} reglerar {List(facts)}, vars texter inte nämner någon faktura att skicka en betalning för.",
        Reason.PaymentRefused => $"Affärssystemet avvisade betalningen {facts.Voucher} på {Write(facts.Amount)}: {List(facts)}",
        Reason.PaymentNotImported => $"Vår betalning {facts.Voucher} på {Write(facts.Amount)} har skrivits till fil, men finns inte i en huvudbok som omfattar dess datum.",
        Reason.VoucherNotImported => $"Vår verifikation {facts.Voucher} har skrivits till fil, men finns inte i en huvudbok som omfattar dess datum.",
        Reason.VoucherChanged => $"Vår verifikation {facts.Voucher} står i huvudboken med ett annat belopp på fordringskontot, {Write(facts.Amount)} ifrån.",
        Reason.TotalNotOrders => $"{facts.Voucher} och det övriga som bär summan för {Day(facts.Date)} är tillsammans {First(facts)}, men orderlistans order är {Rest(facts)}; inget har reglerats genom dem.",
        Reason.OrdersNotSettled => $"{Write(facts.Amount)} av summan i {facts.Voucher} finns inte i någon utbetalning; order: {List(facts)}.",
        Reason.OpeningMoved => $"Ingående balans har ändrats med {Write(facts.Amount)} sedan förra huvudboken; bokfört i efterhand på tidigare år: {(facts.Related.Count == 0 ? "inget som vi känner till" : List(facts))}.",
        Reason.BankMissing => $"Utbetalning {facts.PayoutReference} på {Write(facts.Amount)} fanns inte på bankkontot senast {List(facts)}, och bankens rader täcker den tiden.",
        Reason.BankAmountDiffers => $"Utbetalning {facts.PayoutReference} är {First(facts)} enligt leverantören men {Rest(facts)} på bankkontot.",
        Reason.BankAmbiguous => $"Utbetalning {facts.PayoutReference} på {Write(facts.Amount)} har ingen egen bankrad: {List(facts)} passar den och andra lika bra.",
        Reason.UnknownBankLine => $"Bankraden {facts.Voucher} på {Write(facts.Amount)} nämner leverantören men hör inte till någon utbetalning vi har läst.",
        Reason.BankPaidTwice => $"Bankraden {facts.Voucher} på {Write(facts.Amount)} nämner utbetalning {List(facts)}, som en annan rad redan har betalat.",
        Reason.OpeningNotClosing => $"Räkenskapsåret från {Day(facts.Date)} börjar {Write(facts.Amount)} ifrån vad året innan slutar med; bokfört på året innan efter den exporten: {(facts.Related.Count == 0 ? "inget som vi känner till" : List(facts))}.",
        _ => $"{Write(facts.Amount)}.",
    };

    public override string Act(ExceptionFacts facts) => facts.Reason switch
    {
        Reason.NoVoucher => "Ta reda på varför försäljningen eller återbetalningen inte är bokförd och bokför den; nästa körning reglerar den.",
        Reason.VoucherSettled => "Se efter om en senare leverans på ordern saknar faktura, eller om leverantören betalat två gånger.",
        Reason.NoCredit => "Bokför krediten för återbetalningen; nästa körning reglerar den.",
        Reason.VoucherGone => "Se på verifikationen i huvudboken; en ändrad matchas på nytt, en borttagen måste bokföras.",
        Reason.MoreThanBooked => "Jämför ordern med fakturan; bokför det som saknas eller fråga leverantören.",
        Reason.SettledTwice => "Fråga leverantören; beloppet förblir oreglerat tills det tas tillbaka.",
        Reason.SeveralCandidates => "Välj rätt med resolve.",
        Reason.OtherCurrency => "Jämför order och faktura; tillåt valutan med ett kursintervall om det är avsett.",
        Reason.NoRule => "Lägg till en konteringsregel för typen, eller boka bort beloppet från observationskontot för hand.",
        Reason.NotSettled => "Sök ordern hos leverantören: inte debiterad, betald på annat sätt eller inte utbetald.",
        Reason.LessThanBooked => "Se efter om resten är krediterad, inte debiterad eller fortfarande på väg.",
        Reason.BookedTwice => "Vänd den ena om det är samma försäljning.",
        Reason.UnknownSettlement => "Hämta utbetalningens avräkningsfil, eller förklara verifikationen med resolve.",
        Reason.PayoutBookedTwice => "Vänd den ena av de två verifikationerna.",
        Reason.OwnVoucherTwice => "Vänd den andra inläsningen i huvudboken.",
        Reason.Unclassified => "Lägg till en klassregel för sådana verifikationer, eller förklara den med resolve.",
        Reason.LinesNotTotal => "Hämta avräkningsfilen igen; inget av utbetalningen bokförs förrän den går ihop.",
        Reason.ResentDifferently => "Jämför de två filerna; den första gäller tills du bestämmer.",
        Reason.BookedDifferently => "Komplettera verifikationen i huvudboken, oftast med avgifter och moms på avgifter.",
        Reason.TooMuchSuspense => "Lös utbetalningens avvikelser; den bokförs när mindre är oförklarat.",
        Reason.PeriodClosed => "Öppna perioden, eller låt stängda utbetalningar flyttas till första öppna dag.",
        Reason.WriteOffHeld => "Öppna perioden, låt det som är daterat i stängda perioder flyttas till första öppna dag, eller ångra avskrivningen.",
        Reason.NoRate => "Ställ in avräkningskonto och kurs för valutan, eller bokför utbetalningen för hand.",
        Reason.PostingStopped => "Sök en gemensam orsak, till exempel en huvudbok som saknas; lös den, eller höj nattens gräns en gång.",
        Reason.NoInvoiceNumber => "Ställ in posting.invoice-pattern så att fakturanumret hittas i sådana texter.",
        Reason.PaymentRefused => "Se på fakturan i affärssystemet; skicka sedan betalningen igen med rejected, eller reglera fakturan för hand och ignorera den.",
        Reason.PaymentNotImported => "Läs in betalfilen som rapporten nämner, eller se efter varför den avvisades.",
        Reason.VoucherNotImported => "Läs in filen som rapporten nämner, eller se efter varför den avvisades.",
        Reason.VoucherChanged => "Jämför verifikationen med vår fil; rätta med en ny verifikation.",
        Reason.TotalNotOrders => "Jämför dagens order med summan i huvudboken; en rättad lista eller verifikation tas med i nästa körning.",
        Reason.OrdersNotSettled => "Sök upp orderna hos leverantören: inte debiterade, debiterade hos någon annan, eller inte utbetalda.",
        Reason.OpeningMoved => "Kontrollera att verifikationerna i efterhand på det tidigare året är avsedda.",
        Reason.BankMissing => "Fråga leverantören när och till vilket konto den betalades; se efter om bankraden är bokförd på ett annat konto.",
        Reason.BankAmountDiffers => "Jämför bankens avi med utbetalningen: en avgift, en kvittning eller en kurs; för en annan valuta säger ett kursintervall vilka kurser som är rimliga.",
        Reason.BankAmbiguous => "Se i banken vilken rad som betalade vilken utbetalning och skriv referensen i verifikationens text; ett textmönster för leverantören ger färre kandidater.",
        Reason.UnknownBankLine => "Hämta avräkningsfilen för utbetalningen som raden betalade.",
        Reason.BankPaidTwice => "Fråga leverantören: den betalade två gånger, eller bankraden bokfördes två gånger.",
        Reason.OpeningNotClosing => "För över ingående balanser i bokföringen och exportera båda åren igen.",
        _ => "Se på underlaget.",
    };

    public override string Rule(string rule)
    {
        var isGrouped = rule.EndsWith(MatchRuleNames.GroupedSuffix, StringComparison.Ordinal);
        var name = isGrouped ? rule[..^MatchRuleNames.GroupedSuffix.Length] : rule;
        return Name(name) + (isGrouped ? ", grupperat" : "");
    }

    public override string? Remark(Reason reason) => reason switch
    {
        Reason.PayoutOutOfBalance => "utbetalningen går inte ihop; inget vilar på den",
        Reason.LedgerMayFollow => "verifikationen kan fortfarande komma",
        Reason.PayoutMayFollow => "utbetalningen kan fortfarande komma",
        Reason.Unassigned => "inte känd som den här leverantörens",
        Reason.TotalNotOrders => "dagens summa är inte summan av dess order",
        Reason.CreditWithinTotal => "en kredit i dagens summa måste regleras först",
        Reason.LedgerHoldsTotals => "huvudboken har summor och det finns ingen orderlista: bara jämfört dag för dag",
        Reason.Decided => "avgjort för hand",
        _ => null,
    };

    public override string VoucherText(string provider, string payout, string reference, DateOnly? realDate, string? follows) =>
        follows is not null ? $"{reference} {provider} utbetalning {payout}, rättar {follows}"
        : realDate is { } date ? $"{reference} {provider} utbetalning {payout} från {Day(date)}"
        : $"{reference} {provider} utbetalning {payout}";

    public override string PayoutRow(string payout) => $"Utbetalning {payout}";

    public override string CorrectionRow(string payout) => $"Senare svar, utbetalning {payout}";

    public override string SuspenseRow(Reason reason, string? orderReference, int fileLine) =>
        $"Att utreda, {Remainder(reason)}: {orderReference ?? "rad " + fileLine.ToString(CultureInfo.InvariantCulture)}";

    public override string Remainder(Reason reason) => reason switch
    {
        Reason.NoVoucher => "ingen verifikation",
        Reason.VoucherSettled => "verifikationen redan reglerad",
        Reason.NoCredit => "ingen kredit",
        Reason.VoucherGone => "verifikationen borta",
        Reason.MoreThanBooked => "mer än bokfört",
        Reason.SettledTwice => "avräknat två gånger",
        Reason.SeveralCandidates => "flera kandidater",
        Reason.OtherCurrency => "annan valuta",
        Reason.NoRule => "ingen regel",
        Reason.LedgerMayFollow => "väntar på huvudboken",
        Reason.PayoutOutOfBalance => "går inte ihop",
        Reason.Decided => "avgjort för hand",
        _ => "oförklarat",
    };

    public override string VoucherBasis(ExchangeRate? rate, Currency currency, IReadOnlyList<string> documents) =>
        (rate is null ? "" : $", kurs {currency} {RateText(rate)} ({rate.Source})") + (documents.Count == 0 ? "" : $", underlag {string.Join(", ", documents)}");

    public override string BankText(string provider, string payout, string reference, string bankLine) => $"{reference} {provider} utbetalning {payout} på banken, {bankLine}";

    public override string ExchangeRow => "Kursdifferens";

    public override string ConversionRow => "Avrundning vid omräkning";

    public override string WriteOffRow(string? orderReference, string exceptionId) => $"Avskrivet{(orderReference is null ? "" : " " + orderReference)} ({exceptionId})";

    public override string WriteOffText(string provider, string reference, string entry, string? follows) =>
        $"{reference} {provider} {entry} {(follows is null ? "avskriven" : $"avskriven på annat sätt, rättar {follows}")}";

    public override string Decided(ResolutionKind kind, string? target, string by, DateOnly on, string reason) => kind switch
    {
        ResolutionKind.Link => $"kopplad för hand av {by} {Day(on)}: {reason}",
        ResolutionKind.WriteOff => $"avskriven mot {target} av {by} {Day(on)}: {reason}",
        ResolutionKind.Wait => $"{by} väntar sedan {Day(on)}: {reason}",
        _ => $"lämnad som den är av {by} {Day(on)}: {reason}",
    };

    public override string RoundingRow => "Öresavrundning";

    public override string FeeVatRow => "Moms på avgifter";

    public override string ReverseChargeRow => "Omvänd betalningsskyldighet";

    private static string Name(string rule) => rule switch
    {
        MatchRuleNames.OrderReference => "ordernummer",
        MatchRuleNames.OtherReference => "annan referens",
        MatchRuleNames.ProviderId => "leverantörens id",
        MatchRuleNames.NormalisedReference => "normaliserad referens",
        MatchRuleNames.SaleReference => "försäljningens referens",
        MatchRuleNames.OrderList => "orderlista",
        MatchRuleNames.AmountAndDate => "belopp och datum",
        MatchRuleNames.Opening => "ingående belopp",
        MatchRuleNames.OwnVoucher => "egen verifikation",
        MatchRuleNames.BookedByOthers => "bokförd av annan",
        MatchRuleNames.Cancelled => "försäljning och kredit",
        MatchRuleNames.Manual => "beslut",
        MatchRuleNames.ZeroAmount => "nollbelopp",
        _ => rule,
    };

    private static string Order(ExceptionFacts facts) => facts.OrderReference is null ? "" : $" för {facts.OrderReference}";
}
