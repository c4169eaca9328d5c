/**
 * The backend on TornadoVM: kernels are recorded and run as task graphs on a device.
 *
 * <pre>{@code
 * TornadoBackend (TornadoRows, TornadoMatrix, ...) ──Call──> Recorder ──flush──> Sequence ──Signature──> PlanCache
 *                                                                                                            │ Layout
 *        device code in panamoe.tornado.kernels <──Kernel── GraphBuilder <───────── DevicePlan (Slots) <─────┘
 * }</pre>
 *
 * <p>A {@link panamoe.tornado.DeviceBuffer} is the storage of a tensor. A {@link panamoe.tornado.Version} is its
 * content from one discard to the next. A {@link panamoe.tornado.Slot} is an array of a plan, or a part of one, that
 * holds versions.
 */
@NullMarked
package panamoe.tornado;

import org.jspecify.annotations.NullMarked;
