/**
 * Checks whether the folder of a TornadoVM SDK suits this JVM, and gives the options that a JVM needs for it. Uses no
 * class of the SDK.
 */
@NullMarked
package panamoe.tornado.sdk;

import org.jspecify.annotations.NullMarked;
