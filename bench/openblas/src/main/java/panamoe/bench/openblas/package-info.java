/** OpenBLAS for the benchmarks to compare with. */
@NullMarked
package panamoe.bench.openblas;

import org.jspecify.annotations.NullMarked;
