/**
 * A stand-in for the part of TornadoVM's API that this project uses: own code with the real packages, names and
 * signatures. So the build needs no SDK, and the compiled kernels are the same as with the real API.
 *
 * <p>It runs task graphs as plain Java, on a device with memory of its own. It behaves as TornadoVM does, or is
 * stricter, so the tests need no SDK either. It is on the class path of compilation and tests only. It is never
 * packaged: users install the SDK.
 */
@NullMarked
package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.NullMarked;
