package panamoe.tornado;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache of plans, the least recently used first, bounded in number and in memory on the device. */
final class PlanCache implements AutoCloseable {

    /** More plans than a run needs: a few for training and evaluation, and one for each kind of kernel in a profile. */
    static final int MAX_PLANS = 128;

    private static final System.Logger LOG = System.getLogger(PlanCache.class.getName());

    private final Device device;
    private final int maxPlans;
    private final Map<Sequence.Signature, DevicePlan> plans = new LinkedHashMap<>(16, 0.75f, true);
    private int made;
    private long bytes;

    PlanCache(Device device, int maxPlans) {
        this.device = device;
        this.maxPlans = maxPlans;
    }

    /** The number of plans that were made, closed ones included. */
    int made() {
        return made;
    }

    /** The number of plans in the cache. */
    int size() {
        return plans.size();
    }

    /** The size of the cached plans on the device, in bytes. */
    long bytes() {
        return bytes;
    }

    /**
     * A plan that fits the sequence, from the cache or new.
     *
     * @throws OutOfDeviceMemoryException if the device has too little memory for this plan alone
     */
    DevicePlan planFor(Sequence sequence) {
        DevicePlan plan = plans.get(sequence.signature());
        if (plan != null && plan.fits(sequence)) {
            return plan;
        }
        int[] capacities = capacities(sequence, plan);
        if (plan != null) {
            close(sequence.signature(), plan);
        }
        Layout layout = new Layout(sequence, capacities);
        makeRoom(sequence, layout);
        DevicePlan fresh = new DevicePlan(made++, sequence, capacities, layout, device);
        plans.put(sequence.signature(), fresh);
        bytes += fresh.bytes();
        LOG.log(
                System.Logger.Level.DEBUG,
                "plan {0}: {1} tasks in {2} graphs, {3} arrays, of which {4} are sent at each run, {5} on {6}",
                made,
                fresh.tasks(),
                fresh.graphs(),
                layout.slots(),
                fresh.uploads(),
                Bytes.format(fresh.bytes()),
                device);
        return fresh;
    }

    /**
     * The number of elements to reserve for each version. A buffer whose content changes often is likely to change its
     * size too. It gets a quarter more than it needs at first, and twice what it needs once that was too small, so that
     * few plans are rebuilt.
     */
    private static int[] capacities(Sequence sequence, @Nullable DevicePlan outgrown) {
        List<Sequence.Life> lives = sequence.lives();
        int[] capacities = new int[lives.size()];
        for (int i = 0; i < capacities.length; i++) {
            Version version = lives.get(i).version();
            long length = Math.max(1, lives.get(i).elements());
            long spare = !version.isShortLived() ? 0 : outgrown == null ? length / 4 : length;
            long wanted = length + spare;
            if (outgrown != null && outgrown.capacities()[i] >= length) {
                wanted = outgrown.capacities()[i];
            }
            capacities[i] = (int) Math.min(Integer.MAX_VALUE - 8, wanted);
        }
        return capacities;
    }

    private void makeRoom(Sequence sequence, Layout layout) {
        long temporary = layout.bytes(Slot.Kind.TEMPORARY);
        long streamed = layout.bytes(Slot.Kind.STREAMED) + layout.bytes(Slot.Kind.PACKED);
        long resident = layout.bytes(Slot.Kind.RESIDENT);
        long numbers = 4L * (Math.max(1, sequence.ints().length) + Math.max(1, sequence.reals().length));
        long needed = temporary + streamed + resident + numbers;
        if (needed > device.memory() || layout.largestBytes() > device.largestArray()) {
            throw new OutOfDeviceMemoryException(device, resident, temporary, streamed, layout.largestBytes());
        }
        while (!plans.isEmpty() && (plans.size() >= maxPlans || bytes + needed > device.memory())) {
            Map.Entry<Sequence.Signature, DevicePlan> oldest =
                    plans.entrySet().iterator().next();
            close(oldest.getKey(), oldest.getValue());
        }
    }

    private void close(Sequence.Signature signature, DevicePlan plan) {
        plan.close();
        plans.remove(signature);
        bytes -= plan.bytes();
    }

    @Override
    public void close() {
        new ArrayList<>(plans.entrySet()).forEach(e -> close(e.getKey(), e.getValue()));
    }
}
