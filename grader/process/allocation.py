"""How processes that compute treat memory that they have freed."""

# Each process keeps up to 64 MiB that it has freed, and has its larger arrays on the heap. The C library comes to this
# of its own accord only for the sizes that it has met, and until then each new array costs a page fault for each page.
# The GNU library reads these when a program starts; others ignore them.
KEEPS_FREED = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
