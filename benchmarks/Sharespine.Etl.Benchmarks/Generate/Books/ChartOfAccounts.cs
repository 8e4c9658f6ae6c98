namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <param name="Kind">SIE account type: T asset, S debt, I income, K cost.</param>
/// <param name="Opening">Opening balance of the year in öre, debit positive.</param>
/// <param name="YearBefore">Opening balance, or result, of the year before.</param>
public sealed record Account(string Number, string Name, char Kind, long Opening = 0, long YearBefore = 0)
{
    public bool IsBalance => Kind is 'T' or 'S';
}

/// <summary>The invented company's accounts (BAS). Opening balances, last year's balances and its result each sum to zero.</summary>
public static class ChartOfAccounts
{
    public const string Receivable = "1510";
    public const string Svea = "1512";
    public const string Klarna = "1580";
    public const string Nexi = "1582";
    public const string KlarnaClearing = "1684";
    public const string SveaClearing = "1685";
    public const string NexiClearing = "1687";
    public const string EuroClearing = "1689";
    public const string Cash = "1910";
    public const string Bank = "1930";
    public const string GiftCards = "2421";
    public const string OssVat = "2670";
    public const string SalesEu = "3106";
    public const string Freight = "3520";
    public const string InvoiceFee = "3540";
    public const string Rounding = "3740";
    public const string ProviderFees = "6064";
    public const string InputVat = "2641";

    /// <summary>What the orders before this year left on the provider's account; paid out in January and booked by hand.</summary>
    public const long KlarnaOpening = 4821050;

    public static readonly IReadOnlyList<Account> All =
    [
        new("1220", "Inventarier och verktyg", 'T', 8500000, 8500000),
        new("1229", "Ackumulerade avskrivningar på inventarier", 'T', -3400000, -1700000),
        new("1460", "Lager av handelsvaror", 'T', 41200000, 38800000),
        new(Receivable, "Kundfordringar", 'T', 6340000, 5120000),
        new(Svea, "Kundfordringar, fakturor genom Svea", 'T'),
        new(Klarna, "Fordringar för kontokort och kuponger (Klarna)", 'T', KlarnaOpening, 3975500),
        new(Nexi, "Fordringar för kontokort (Nexi)", 'T'),
        new(KlarnaClearing, "Utbetalningar på väg, Klarna", 'T'),
        new(SveaClearing, "Utbetalningar på väg, Svea", 'T'),
        new("1686", "Innehållet av betalningsförmedlare", 'T'),
        new(NexiClearing, "Utbetalningar på väg, Nexi", 'T'),
        new("1688", "Spärrade medel hos betalningsförmedlare", 'T'),
        new(EuroClearing, "Utbetalningar på väg, euro", 'T'),
        new(Cash, "Kassa", 'T', 320000, 280000),
        new(Bank, "Företagskonto", 'T', 28745530, 21110050),
        new("2081", "Aktiekapital", 'S', -5000000, -5000000),
        new("2091", "Balanserad vinst eller förlust", 'S', -46512780, -38000000),
        new("2099", "Årets resultat", 'S', -12400000, -8512780),
        new("2419", "Skuld till betalningsförmedlare", 'S'),
        new(GiftCards, "Presentkort", 'S', -1250000, -1100000),
        new("2440", "Leverantörsskulder", 'S', -9832000, -12961770),
        new("2611", "Utgående moms på försäljning inom Sverige, 25 %", 'S'),
        new("2621", "Utgående moms på försäljning inom Sverige, 12 %", 'S'),
        new("2631", "Utgående moms på försäljning inom Sverige, 6 %", 'S'),
        new(InputVat, "Debiterad ingående moms", 'S'),
        new("2650", "Redovisningskonto för moms", 'S', -7411800, -6931000),
        new(OssVat, "Utgående moms på försäljning inom EU, OSS", 'S'),
        new("2710", "Personalskatt", 'S', -3120000, -2980000),
        new("2999", "OBS-konto", 'S', -1000000, -600000),
        new("3001", "Försäljning inom Sverige, 25 % moms", 'I', 0, -212000000),
        new("3002", "Försäljning inom Sverige, 12 % moms", 'I', 0, -24500000),
        new("3003", "Försäljning inom Sverige, 6 % moms", 'I', 0, -8100000),
        new("3004", "Försäljning inom Sverige, momsfri", 'I'),
        new(SalesEu, "Försäljning varor till annat EU-land, momspliktig", 'I', 0, -6400000),
        new(Freight, "Fakturerade frakter", 'I', 0, -5200000),
        new(InvoiceFee, "Faktureringsavgifter", 'I', 0, -240000),
        new(Rounding, "Öres- och kronutjämning", 'I', 0, 1120),
        new("3960", "Valutakursvinster", 'I'),
        new("3990", "Övriga ersättningar och intäkter", 'I'),
        new("4010", "Inköp material och varor", 'K', 0, 128400000),
        new("5010", "Lokalhyra", 'K', 0, 21600000),
        new("5710", "Frakter, transporter och försäkringar vid varudistribution", 'K', 0, 9800000),
        new("6040", "Kontokortsavgifter", 'K'),
        new(ProviderFees, "Factoringavgifter", 'K', 0, 3900000),
        new("6570", "Bankkostnader", 'K', 0, 288880),
        new("7210", "Löner till tjänstemän", 'K', 0, 61200000),
        new("7510", "Arbetsgivaravgifter", 'K', 0, 18850000),
        new("7960", "Valutakursförluster", 'K'),
        new("8999", "Årets resultat", 'K', 0, 12400000),
    ];
}
