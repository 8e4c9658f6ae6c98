using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Transform;

public static class TransformErrors
{
    public static readonly ErrorCode DoesNotAddUp = new("TRN001", "The order does not add up.",
        "Its rows, VAT included, do not sum to what the customer was charged; a plugin adds a row that the mapping does not read.",
        "Look at the order in the shop; map the missing row. Nothing of the order was sent.");

    public static readonly ErrorCode VatDiffers = new("TRN002", "The order's VAT does not add up.",
        "The rows' VAT and the shop's own VAT per rate differ by more than rounding.", "Look at the order in the shop; correct the mapping of rows or rates.");

    public static readonly ErrorCode NoRate = new("TRN003", "A row has VAT and no rate.",
        "The shop's rate was deleted, or the row carries several rates.", "Give the row a rate in the mapping, or split it per rate.");

    public static readonly ErrorCode ChangedAfterSent = new("TRN004", "The order changed after it was sent.",
        "It was edited in the shop after the ERP got it.", "Correct it in the ERP by hand and ignore this entry, or set changed-after-sent: update for the flow.");

    public static readonly ErrorCode WithdrawnAfterSent = new("TRN005", "The record is not wanted any more, and was sent.",
        "A cancelled order, or another status that the flow does not send; a rule of the mapping that now skips it.", "Take it back on the other side by hand (cancel or credit an order), then ignore this entry.");

    public static readonly ErrorCode RefundWithoutRows = new("TRN006", "A refund has an amount and no rows.",
        "It was made in the shop as an amount only, so its VAT is not known.", "Make the credit in the ERP by hand and ignore this entry, or set amount-only-refunds: by-order-rate for the flow.");

    public static readonly ErrorCode NotTheModel = new("TRN007", "The mapped record is not whole.",
        "The mapping gave a value that the model refuses.", "Correct the mapping at the field named.");

    public static readonly ErrorCode PayloadGone = new("TRN008", "The record's payload has expired.",
        "It was kept for the time the configuration says, and is asked for again only now.", "Fetch it again with backfill.");

    public static readonly ErrorCode SameKey = new("TRN009", "Two records of the source go by the same number.",
        "An article number that stands twice, or a record that was deleted there and made anew.",
        "Give one of them another number and rerun. If the older one is gone, backfill it by its id: the source says so, and the new one takes over.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [DoesNotAddUp, VatDiffers, NoRate, ChangedAfterSent, WithdrawnAfterSent, RefundWithoutRows, NotTheModel, PayloadGone, SameKey];
}
