/** Kernels and backend for TornadoVM. */
package panamoe.tornado;
