using System.Collections;
using System.Data.Common;

namespace Sharespine.Etl.Store;

/// <summary>Rows of values as a reader, which is what a bulk copy takes. Forward only, values as columns hold them.</summary>
internal sealed class RowReader : DbDataReader
{
    private readonly string[] _columns;
    private readonly IEnumerator<object?[]> _rows;
    private readonly bool _hasRows;
    private object?[] _row = [];
    private bool _isFirst = true;

    public RowReader(IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        _columns = [.. columns];
        _rows = rows.GetEnumerator();
        _hasRows = _rows.MoveNext();
    }

    /// <summary>Rows read so far.</summary>
    public long Count { get; private set; }

    public override bool HasRows => _hasRows;

    public override int FieldCount => _columns.Length;

    public override int Depth => 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        var found = _isFirst ? _hasRows : _rows.MoveNext();
        _isFirst = false;
        if (found)
        {
            _row = _rows.Current;
            Count++;
        }

        return found;
    }

    public override object GetValue(int ordinal) => SqlValues.ToColumn(_row[ordinal]);

    public override bool IsDBNull(int ordinal) => _row[ordinal] is null or DBNull;

    public override string GetName(int ordinal) => _columns[ordinal];

    public override int GetOrdinal(string name) => Array.IndexOf(_columns, name) is var found and >= 0 ? found : throw new ArgumentException($"There is no column {name}.", nameof(name));

    public override int GetValues(object[] values)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            values[i] = GetValue(i);
        }

        return _columns.Length;
    }

    public override bool NextResult() => false;

    public override Type GetFieldType(int ordinal) => GetValue(ordinal).GetType();

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override double GetDouble(int ordinal) => throw new NotSupportedException();

    public override float GetFloat(int ordinal) => throw new NotSupportedException();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        base.Dispose(disposing);
    }
}
