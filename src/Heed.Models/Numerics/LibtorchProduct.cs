using System.Runtime.InteropServices;

namespace Heed.Models.Numerics;

/// <summary>libtorch's matrix product into memory of ours, by its C interface for compiled models: no tensor is made by the managed wrapper.</summary>
internal static unsafe class LibtorchProduct
{
    private const string Library = "libtorch_cpu.so";

    /// <summary>c = a · b.</summary>
    public static void Multiply(BFloat16View a, BFloat16View b, BFloat16View c)
    {
        nint x = 0, y = 0, z = 0;
        try
        {
            (x, y, z) = (Tensor(a), Tensor(b), Tensor(c));
            Check(aoti_torch_cpu_mm_out(z, x, y));
        }
        finally
        {
            foreach (var handle in (ReadOnlySpan<nint>)[x, y, z])
                if (handle != 0) _ = aoti_torch_delete_tensor_object(handle);
        }
    }

    private static nint Tensor(BFloat16View view)
    {
        long* sizes = stackalloc long[] { view.Rows, view.Columns }, strides = stackalloc long[] { view.RowStride, view.ColumnStride };
        nint handle;
        Check(aoti_torch_create_tensor_from_blob(view.Data, 2, sizes, strides, 0, aoti_torch_dtype_bfloat16(), aoti_torch_device_type_cpu(), 0, &handle));
        return handle;
    }

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException("libtorch refused a bfloat16 product; its message is on standard error.");
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int aoti_torch_create_tensor_from_blob(void* data, long dimensions, long* sizes, long* strides, long offset, int type, int device, int index, nint* result);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int aoti_torch_cpu_mm_out(nint result, nint a, nint b);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int aoti_torch_delete_tensor_object(nint tensor);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int aoti_torch_dtype_bfloat16();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int aoti_torch_device_type_cpu();
}
