/**
 * Device code: static methods over {@code FloatArray} and {@code IntArray} that TornadoVM compiles, and that run as plain
 * Java in the tests. What it may contain is on the page docs/gpu.md.
 */
package panamoe.tornado.kernels;
