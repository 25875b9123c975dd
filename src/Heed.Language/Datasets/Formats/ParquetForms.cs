namespace Heed.Language.Datasets.Formats;

/// <summary>The structs of Parquet's footer and page headers (parquet.thrift of the format's version 2.12); encryption is not among them.</summary>
internal static class ParquetForms
{
    private static readonly IReadOnlyDictionary<string, ThriftForm> All = ThriftForm.Parse("""
        FileMetaData 1i 2*=SchemaElement 3l 4*=RowGroup 5*=KeyValue 6s 7*=ColumnOrder 9s
        SchemaElement 1i 2i 3i 4s 5i 6i 7i 8i 9i 10=LogicalType
        LogicalType 1=Empty 2=Empty 3=Empty 4=Empty 5=Decimal 6=Empty 7=Time 8=Time 10=Integer 11=Empty 12=Empty 13=Empty 14=Empty 15=Empty 16=Variant 17=Geometry 18=Geography
        Empty
        Decimal 1i 2i
        Time 1b 2=TimeUnit
        TimeUnit 1=Empty 2=Empty 3=Empty
        Integer 1y 2b
        Variant 1y
        Geometry 1s
        Geography 1s 2i
        KeyValue 1s 2s
        ColumnOrder 1=Empty
        RowGroup 1*=ColumnChunk 2l 3l 4*=SortingColumn 5l 6l 7i
        SortingColumn 1i 2b 3b
        ColumnChunk 1s 2l 3=ColumnMetaData 4l 5i 6l 7i 9s
        ColumnMetaData 1i 2*i 3*s 4i 5l 6l 7l 8*=KeyValue 9l 10l 11l 12=Statistics 13*=PageEncodingStats 14l 15i 16=SizeStatistics 17=GeospatialStatistics
        Statistics 1s 2s 3l 4l 5s 6s 7b 8b
        PageEncodingStats 1i 2i 3i
        SizeStatistics 1l 2*l 3*l
        GeospatialStatistics 1=BoundingBox 2*i
        BoundingBox 1d 2d 3d 4d 5d 6d 7d 8d
        PageHeader 1i 2i 3i 4i 5=DataPageHeader 6=Empty 7=DictionaryPageHeader 8=DataPageHeaderV2
        DataPageHeader 1i 2i 3i 4i 5=Statistics
        DictionaryPageHeader 1i 2i 3b
        DataPageHeaderV2 1i 2i 3i 4i 5i 6i 7b 8=Statistics
        """);

    public static ThriftForm Footer { get; } = All["FileMetaData"];

    public static ThriftForm PageHeader { get; } = All["PageHeader"];
}
