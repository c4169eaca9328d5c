/**
 * Commands for a GPU.
 *
 * <pre>
 * AgreeCommand    losses of a device against those of the CPU
 * KernelsCommand  --> DeviceProfile: time by kernel
 * PackageCommand  --> JavaRuntime, PackagedSdk, StoredJar, gpu-check: a folder that checks another machine
 * </pre>
 */
@NullMarked
package panamoe.bench.gpu;

import org.jspecify.annotations.NullMarked;
