/** Signatures of the TornadoVM API that the kernels use. */
package uk.ac.manchester.tornado.api;
