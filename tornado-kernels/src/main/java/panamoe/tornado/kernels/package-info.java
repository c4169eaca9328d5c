/**
 * Device code: static methods over {@code FloatArray} and {@code IntArray} that TornadoVM compiles, and that run as
 * plain Java in the tests. The page docs/gpu.md says which Java TornadoVM compiles correctly.
 */
@NullMarked
package panamoe.tornado.kernels;

import org.jspecify.annotations.NullMarked;
