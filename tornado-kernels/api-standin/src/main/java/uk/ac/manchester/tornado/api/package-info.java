/**
 * A stand-in for the part of TornadoVM's API that the kernels are compiled against: own code with the real packages,
 * names and signatures, so that the build needs no SDK and the class files are those that the real API would give. Its
 * arrays hold data, so that a kernel runs as plain Java in the tests. It is on the class path of compilation and tests
 * alone and is never packaged for users, who bring the SDK.
 */
package uk.ac.manchester.tornado.api;
