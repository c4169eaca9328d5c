/** TornadoVM's SDK as a folder: whether it suits this Java, and the options that a JVM needs for it. Uses no class of the SDK. */
package panamoe.tornado.sdk;
