namespace Sharespine.Etl.Model;

/// <summary>
/// Marks a field that says something about a person. It is masked in logs, <c>explain</c>, reports and voucher texts, and
/// pseudonymised by <c>forget</c>. A mapping can mark further fields with <c>personal: true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;

/// <summary>One line about a field or setting: printed by <c>explain</c> and written into the JSON Schema.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Field)]
public sealed class AboutAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>Marks a setting that is a secret: it may only be written as a reference (${NAME} or ${file:path}), and is never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Marks a setting that is bound with its references unresolved: who reads it knows which part of the text is a secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AsWrittenAttribute : Attribute;
