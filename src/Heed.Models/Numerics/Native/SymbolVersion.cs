using System.Buffers.Binary;
using System.Text;

namespace Heed.Models.Numerics.Native;

/// <summary>
/// Re-points one needed symbol version of an ELF64 library (System V ABI, section SHT_GNU_verneed) to another that it needs already.
/// Right only where no relocation uses a symbol of the version that goes: the caller knows.
/// </summary>
internal static class SymbolVersion
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const int SectionTable = 0x28, SectionEntrySize = 0x3A, SectionCount = 0x3C;

    /// <summary>True when the record was found and changed.</summary>
    public static bool Replace(Span<byte> elf, string from, string to)
    {
        if (elf.Length < 64 || BinaryPrimitives.ReadUInt32BigEndian(elf) != 0x7F454C46) return false;
        int? source = null, target = null;
        foreach (var record in Records(elf))
        {
            if (record.Name == from) target = record.Offset;
            if (record.Name == to) source = record.Offset;
        }
        if (source is not { } s || target is not { } t) return false;
        elf.Slice(s, 4).CopyTo(elf[t..]);              // vna_hash
        elf.Slice(s + 8, 4).CopyTo(elf[(t + 8)..]);    // vna_name
        return true;
    }

    /// <summary>Every vernaux record: where it lies and the version it names.</summary>
    private static List<(int Offset, string Name)> Records(ReadOnlySpan<byte> elf)
    {
        var found = new List<(int, string)>();
        int table = Int64(elf, SectionTable), size = Int16(elf, SectionEntrySize), count = Int16(elf, SectionCount);
        for (var i = 0; i < count; i++)
        {
            var section = elf[(table + i * size)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != VersionNeeds) continue;
            int need = Int64(section, 0x18), link = Int32(section, 0x28), needs = Int32(section, 0x2C);
            var names = Int64(elf, table + link * size + 0x18);
            for (var n = 0; n < needs; n++, need += Int32(elf, need + 12))
            {
                var record = need + Int32(elf, need + 8);
                for (var k = Int16(elf, need + 2); k > 0; k--, record += Int32(elf, record + 12))
                    found.Add((record, Text(elf, names + Int32(elf, record + 8))));
            }
        }
        return found;
    }

    private static string Text(ReadOnlySpan<byte> elf, int start) =>
        Encoding.ASCII.GetString(elf.Slice(start, elf[start..].IndexOf((byte)0)));

    private static int Int16(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf[at..]);

    private static int Int32(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadInt32LittleEndian(elf[at..]);

    private static int Int64(ReadOnlySpan<byte> elf, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(elf[at..]));
}
