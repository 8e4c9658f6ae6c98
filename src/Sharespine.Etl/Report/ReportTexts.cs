using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>
/// Every word of the report in one language. A new text is a required member, so a language cannot lack it.
/// Placeholders {0}, {1} are filled with <see cref="Fill"/>.
/// </summary>
public sealed partial record ReportTexts
{
    public static ReportTexts For(ReportLanguage language) => language switch
    {
        ReportLanguage.Swedish => SwedishTexts.Table,
        ReportLanguage.English => EnglishTexts.Table,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "There is no text table for this language."),
    };

    public required ReportLanguage Language { get; init; }

    /// <summary>How numbers are written in running text and in CSV files.</summary>
    public required NumberFormatInfo Numbers { get; init; }

    // Sheet names: at most 31 characters and none of : \ / ? * [ ].
    public required string SummarySheet { get; init; }

    public required string PayoutSheet { get; init; }

    public required string ExceptionSheet { get; init; }

    public required string LineSheet { get; init; }

    public required string OpenItemSheet { get; init; }

    public required string AgeingSheet { get; init; }

    public required string FeeSheet { get; init; }

    public required string VoucherSheet { get; init; }

    public required string PaymentSheet { get; init; }

    public required string DaySheet { get; init; }

    public required string RemainderSheet { get; init; }

    public required string ResolutionSheet { get; init; }

    public required string AboutSheet { get; init; }

    // One sentence under each sheet's title; the same words explain the sheet in About.
    public required string SummaryNote { get; init; }

    public required string PayoutNote { get; init; }

    public required string ExceptionNote { get; init; }

    public required string LineNote { get; init; }

    public required string OpenItemNote { get; init; }

    public required string AgeingNote { get; init; }

    public required string FeeNote { get; init; }

    public required string VoucherNote { get; init; }

    public required string PaymentNote { get; init; }

    public required string DayNote { get; init; }

    public required string RemainderSheetNote { get; init; }

    public required string ResolutionNote { get; init; }

    // Page furniture and the head of the summary.
    public required string ReportTitle { get; init; }

    public required string Page { get; init; }

    public required string AsOf { get; init; }

    public required string Made { get; init; }

    public required string DryRun { get; init; }

    // Sections of the summary.
    public required string StatusSection { get; init; }

    public required string TodoSection { get; init; }

    public required string WaterfallSection { get; init; }

    public required string OutcomeSection { get; init; }

    public required string ControlSection { get; init; }

    public required string FileSection { get; init; }

    // Statuses at a glance.
    public required string Check { get; init; }

    public required string ControlA { get; init; }

    public required string ControlB { get; init; }

    public required string ControlExceptions { get; init; }

    public required string ControlVouchers { get; init; }

    public required string StatusGood { get; init; }

    public required string StatusLook { get; init; }

    public required string StatusBad { get; init; }

    public required string StatusNotProvable { get; init; }

    public required string PayoutsFoot { get; init; }

    public required string PayoutsDoNotFoot { get; init; }

    public required string ControlBank { get; init; }

    public required string BankAgrees { get; init; }

    public required string BankDisagrees { get; init; }

    public required string PayoutStatusCounts { get; init; }

    public required string AccountExplained { get; init; }

    public required string AccountUnexplained { get; init; }

    public required string AccountNotProvable { get; init; }

    public required string AccountLedgerDiffers { get; init; }

    public required string ExceptionCounts { get; init; }

    public required string VoucherCounts { get; init; }

    // To do.
    public required string NothingToDo { get; init; }

    /// <summary>Heading over how many are new.</summary>
    public required string New { get; init; }

    /// <summary>Said of one exception.</summary>
    public required string IsNew { get; init; }

    public required string Oldest { get; init; }

    public required string WhatToDo { get; init; }

    public required string PayoutsToCheck { get; init; }

    public required string PayoutsToCheckAction { get; init; }

    // The waterfall.
    public required string GrossSales { get; init; }

    public required string Returns { get; init; }

    public required string Fees { get; init; }

    public required string FeeVat { get; init; }

    public required string Holdbacks { get; init; }

    public required string Other { get; init; }

    public required string OtherNote { get; init; }

    public required string Net { get; init; }

    public required string NetNote { get; init; }

    public required string ProviderTotal { get; init; }

    public required string NoProviderTotal { get; init; }

    public required string Difference { get; init; }

    public required string DifferenceNote { get; init; }

    public required string Remainder { get; init; }

    public required string RemainderNote { get; init; }

    public required string BankAmount { get; init; }

    public required string BankAmountNote { get; init; }

    public required string BankDifference { get; init; }

    // Control (b).
    public required string Opening { get; init; }

    public required string Missing { get; init; }

    public required string ControlSales { get; init; }

    public required string Credits { get; init; }

    public required string SettledByUs { get; init; }

    public required string SettledByOthers { get; init; }

    public required string OtherMovements { get; init; }

    public required string Closing { get; init; }

    public required string LedgerClosing { get; init; }

    public required string OpenItemsTotal { get; init; }

    public required string ToBeBooked { get; init; }

    public required string Unexplained { get; init; }

    // Sentences.
    public required string Nothing { get; init; }

    /// <summary>Behind a shortened table: how many more, and which file has them.</summary>
    public required string More { get; init; }

    public required string ShowLines { get; init; }

    /// <summary>Over the drawn waterfall of a currency.</summary>
    public required string WaterfallOf { get; init; }

    /// <summary>Over the drawn ages of an account.</summary>
    public required string AgeingOf { get; init; }

    public required string LinesInCsv { get; init; }

    public required string OpenItemsInCsv { get; init; }

    public required string DecisionTitle { get; init; }

    public required string DecisionMessage { get; init; }

    public required string BalanceSection { get; init; }

    // About.
    public required string AboutSheets { get; init; }

    public required string AboutDispositions { get; init; }

    public required string AboutPayoutStatuses { get; init; }

    public required string AboutDecisions { get; init; }

    public required string AboutReading { get; init; }

    public required string Meaning { get; init; }

    public required IReadOnlyList<string> Reading { get; init; }

    public required IReadOnlyDictionary<Disposition, string> Dispositions { get; init; }

    public required IReadOnlyDictionary<Disposition, string> DispositionMeanings { get; init; }

    public required IReadOnlyDictionary<PayoutStatus, string> PayoutStatuses { get; init; }

    public required IReadOnlyDictionary<PayoutStatus, string> PayoutStatusMeanings { get; init; }

    public required IReadOnlyDictionary<BankStatus, string> BankStatuses { get; init; }

    public required IReadOnlyDictionary<LineType, string> LineTypes { get; init; }

    /// <summary>The words to choose from; without commas, which would split the list in the workbook.</summary>
    public required IReadOnlyDictionary<Decision, string> Decisions { get; init; }

    public required IReadOnlyDictionary<Decision, string> DecisionMeanings { get; init; }

    /// <summary>ignore, link, write-off, undo, in this language.</summary>
    public required IReadOnlyDictionary<string, string> ResolutionKinds { get; init; }

    /// <summary>settlement, ledger, bank, in this language.</summary>
    public required IReadOnlyDictionary<string, string> FileRoles { get; init; }

    public string RoleOf(SourceFileReport file) => FileRoles.GetValueOrDefault(file.Role, file.Role);

    public string ResolutionKind(string kind) => ResolutionKinds.GetValueOrDefault(kind, kind);

    /// <summary>Puts values into a text's placeholders, numbers as this language writes them.</summary>
    public string Fill(string text, params object[] values) => string.Format(Numbers, text, values);

    /// <summary>"1 234,50 SEK".</summary>
    public string Write(Money money) =>
        money.Major.ToString("N" + money.Currency.Decimals.ToString(CultureInfo.InvariantCulture), Numbers) + " " + money.Currency;

    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
