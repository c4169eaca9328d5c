/**
 * Where the time of a training goes, kernel by kernel, compared with the limits of the processor.
 *
 * <pre>{@code
 * Profile ── a Backend that forwards and times each call
 *    │         KernelWork   operations and bytes of a call, from its arguments
 *    │         Roofline     the least time for them, from FmaPeak and Bandwidth
 *    ▼
 * ProfileReport of KernelTotals ──► ProfileText
 * }</pre>
 */
@NullMarked
package panamoe.tensor.profile;

import org.jspecify.annotations.NullMarked;
