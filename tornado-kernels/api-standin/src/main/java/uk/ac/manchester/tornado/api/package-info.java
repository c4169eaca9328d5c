/**
 * A stand-in for the part of TornadoVM's API that this project uses: own code with the real packages, names and signatures,
 * so that the build needs no SDK and the class files are those that the real API would give.
 *
 * <p>It runs task graphs as plain Java on a device with memory of its own, which holds to what TornadoVM does or is stricter,
 * so that the tests need no SDK either. It is on the class path of compilation and tests alone and is never packaged for
 * users, who bring the SDK.
 */
package uk.ac.manchester.tornado.api;
