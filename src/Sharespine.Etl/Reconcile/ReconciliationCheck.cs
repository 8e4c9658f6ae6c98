using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Reconcile;

/// <summary>What settings and booking rules must hold together before anything is reconciled: all findings at once.</summary>
public static class ReconciliationCheck
{
    /// <param name="at">Where the settings stand, named in the findings.</param>
    public static IReadOnlyList<Issue> Check(ReconciliationSettings settings, BookingRules rules, SourcePosition at)
    {
        var found = new Findings(at);
        Accounts(settings, found);
        Values(settings, found);
        Expressions(settings, found);
        Clearing(settings, rules, found);
        Posting(settings.Posting, found);
        Bank(settings, found);
        return found.Issues;
    }

    private static void Accounts(ReconciliationSettings settings, Findings found)
    {
        if (settings.Accounts.Count == 0)
        {
            found.Bad("accounts", "no receivable account is named.", "the account that the provider's sales are booked on, e.g. 1580.");
        }

        foreach (var account in settings.Accounts)
        {
            if (account.Account.Length is < 4 or > 6 || !account.Account.All(char.IsAsciiDigit))
            {
                found.Bad("accounts", $"\"{account.Account}\" is not an account number: four to six digits are wanted.");
            }

            if (account.CustomerLedger && settings.Posting.Mode == PostingMode.Vouchers)
            {
                found.Add(ReconcileErrors.CustomerLedger, "accounts", $"account {account.Account} carries a customer ledger; a voucher on it settles no invoice.",
                    "posting.mode: payments.");
            }
        }

        foreach (var twice in settings.Accounts.GroupBy(account => account.Account).Where(group => group.Count() > 1))
        {
            found.Add(ReconcileErrors.RepeatedSetting, "accounts", $"account {twice.Key} is named twice.");
        }
    }

    private static void Values(ReconciliationSettings settings, Findings found)
    {
        if (!Currency.TryParse(settings.Currency, out _))
        {
            found.Bad("currency", $"\"{settings.Currency}\" is not a currency.", "three letters, such as SEK.");
        }

        if (settings.Language is not ("sv" or "en"))
        {
            found.Bad("language", $"\"{settings.Language}\" is not a language we have.", Suggestion.For(settings.Language, ["sv", "en"]) ?? "sv or en.");
        }

        foreach (var range in settings.BankAccounts.Concat(settings.Classes.SelectMany(rule => rule.CounterAccounts)).Where(range => !AccountRange.IsValid(range)))
        {
            found.Bad("counterAccounts", $"\"{range}\" is not an account, a prefix or a range.", "3001, 30 or 3000-3999.");
        }

        foreach (var (currency, amount) in settings.Matching.Tolerances)
        {
            if (!Currency.TryParse(currency, out _) || amount < 0)
            {
                found.Bad("matching.tolerances", $"the tolerance of \"{currency}\" is not a currency with an amount of zero or more.");
            }
        }

        if (settings.Orders is not null && settings.LedgerHolds == LedgerHolds.Documents && !settings.Accounts.Any(account => account.Shared))
        {
            found.Bad("orders", "an order list is named, and the ledger holds documents: nothing would use it.", "ledger-holds: totals, or shared: true on an account.");
        }

        if (settings.Accounts.FirstOrDefault(account => account is { Shared: true, ProviderPattern: null }) is { } shared && settings.Orders is null)
        {
            found.Bad("accounts", $"account {shared.Account} is shared, and nothing tells this provider's sales.", "an order list under orders, or provider-pattern.");
        }

        foreach (var (currency, band) in settings.Matching.RateBands.Where(pair => pair.Value.From <= 0 || pair.Value.To < pair.Value.From))
        {
            found.Bad("matching.rateBands", $"the band of {currency} does not go from a rate above zero up to a higher one.");
        }

        var matching = settings.Matching;
        if (new[] { matching.DaysBefore, matching.DaysAfter, matching.PayoutDelayDays, matching.LedgerDelayDays, matching.BankDays }.Any(days => days is < 0 or > 366))
        {
            found.Bad("matching", "a number of days is below zero or above 366.");
        }
    }

    private static void Expressions(ReconciliationSettings settings, Findings found)
    {
        found.Try(() => new EntryReader(settings));
        found.Try(() => new ReferenceNormaliser(settings.References));
        foreach (var (_, pattern) in settings.Matching.PaymentMethods)
        {
            found.Try(() => Patterns.Compile(pattern, "matching.paymentMethods"));
        }

        foreach (var pattern in settings.References.Patterns.Concat(settings.References.VoucherPatterns).Concat(settings.Accounts.SelectMany(account => account.ReferencePatterns)).Where(pattern => !pattern.Contains("(?<ref>", StringComparison.Ordinal)))
        {
            found.Add(ReconcileErrors.BadPattern, "references.patterns", $"\"{pattern}\" has no group named ref.", "(?<ref>\\d+) around the part that is the reference.");
        }
    }

    private static void Clearing(ReconciliationSettings settings, BookingRules rules, Findings found)
    {
        foreach (var (currency, account) in rules.Clearing.Where(pair => AccountRange.ContainsAny(settings.BankAccounts, [pair.Value])))
        {
            found.Add(ReconcileErrors.BankAccount, "accounts.clearing", $"the clearing account of {currency}, {account}, is a bank account.", "a clearing account of the provider's own, e.g. 1684.");
        }

        foreach (var account in settings.Accounts.Where(account => rules.Clearing.Values.Contains(account.Account) || rules.Suspense == account.Account))
        {
            found.Bad("accounts", $"account {account.Account} is both a receivable account and the clearing or suspense account.");
        }

        if (settings.Posting.Mode != PostingMode.Off && !rules.Clearing.ContainsKey(settings.Currency))
        {
            found.Add(ReconcileErrors.MissingKey, "accounts.clearing", $"there is no clearing account for {settings.Currency}.");
        }
    }

    private static void Posting(PostingSettings posting, Findings found)
    {
        var limits = new decimal?[] { posting.SuspenseMax, posting.SuspensePercentMax, posting.SuspenseLinesMax, posting.StopAfterExceptions, posting.StopAfterPercent };
        if (limits.Any(limit => limit < 0) || posting.RateDays is < 0 or > 366)
        {
            found.Bad("posting", "a limit is below zero, or rateDays above 366.");
        }

        if (posting.Mode == PostingMode.Payments)
        {
            found.Try(() => InvoiceNumbers.For(posting));
            if (!posting.InvoicePattern.Contains("(?<ref>", StringComparison.Ordinal))
            {
                found.Add(ReconcileErrors.BadPattern, "posting.invoicePattern", $"\"{posting.InvoicePattern}\" has no group named ref.", "(?<ref>\\d+) around the invoice's number.");
            }
        }

        // Its rows are looked at when a foreign payout needs one: a line that somebody spoilt must not stop the whole site.
        if (posting.Rates is { } rates && !File.Exists(rates))
        {
            found.Add(ReconcileErrors.BadRates, "posting.rates", $"the file {rates} is not there.");
        }
    }

    private static void Bank(ReconciliationSettings settings, Findings found)
    {
        if (settings.Posting.BankVoucher && settings.Bank?.Connection is null)
        {
            found.Bad("posting.bank-voucher", "the ledger's own bank lines are booked already; a voucher on the bank account would be there twice.", "bank.connection with the bank's own statements, or leave bank-voucher out.");
        }

        if (settings.Bank is not { } bank)
        {
            return;
        }

        if (bank.Accounts.Count == 0)
        {
            found.Bad("bank.accounts", "no bank account is named.", "the account that the provider pays to, e.g. \"1930\".");
        }

        foreach (var account in bank.Accounts.Distinct())
        {
            if (account.Length is < 4 or > 6 || !account.All(char.IsAsciiDigit))
            {
                found.Bad("bank.accounts", $"\"{account}\" is not an account number: four to six digits are wanted.");
            }
            else if (!AccountRange.ContainsAny(settings.BankAccounts, [account]))
            {
                found.Bad("bank.accounts", $"account {account} is not a bank account by bank-accounts ({string.Join(", ", settings.BankAccounts)}).", "add it to bank-accounts.");
            }
        }

        if (bank.Accounts.FirstOrDefault(account => settings.Accounts.Any(receivable => receivable.Account == account)) is { } both)
        {
            found.Bad("bank.accounts", $"account {both} is both a receivable account and a bank account.");
        }

        if (bank.DelayDays is < 0 or > 366)
        {
            found.Bad("bank.delay-days", "the number of days is below zero or above 366.");
        }

        if (bank.Pattern is { } pattern)
        {
            found.Try(() => Patterns.Compile(pattern, "bank.pattern"));
        }
    }

    private sealed class Findings(SourcePosition at)
    {
        public List<Issue> Issues { get; } = [];

        public void Add(ErrorCode code, string field, string message, string? suggestion = null) => Issues.Add(new(code, message, at, field, suggestion));

        public void Bad(string field, string message, string? suggestion = null) => Add(ReconcileErrors.BadValue, field, message, suggestion);

        public void Try(Func<object> work)
        {
            try
            {
                work();
            }
            catch (EtlException exception)
            {
                Issues.AddRange(exception.Issues.Select(issue => issue with { At = at }));
            }
        }
    }
}
