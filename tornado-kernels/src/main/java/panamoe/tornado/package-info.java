/**
 * The backend on TornadoVM: kernels are recorded and run as task graphs on a device.
 *
 * <pre>
 * TornadoBackend (TornadoRows, TornadoMatrix, ...) ──Call──> Recorder ──flush──> Sequence ──signature──> PlanCache
 *                                                                                                            │
 *        device code in panamoe.tornado.kernels <──── GraphBuilder, Layout ──────── DevicePlan (Slots) <─────┘
 * </pre>
 *
 * <p>A {@link panamoe.tornado.DeviceBuffer} is the storage of a tensor, a {@link panamoe.tornado.Version} what it holds from
 * one discard to the next, a {@link panamoe.tornado.Slot} an array of a plan that gives versions their place.
 */
package panamoe.tornado;
