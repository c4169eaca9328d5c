package panamoe.tornado;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.DType;

/**
 * Assigns slots to versions. Temporary versions whose lives do not overlap share a slot, by linear scan as in the
 * register allocation of Poletto and Sarkar (1999).
 */
final class Layout {

    /** A slot to be made. */
    private static final class Place {
        private final Slot.Kind kind;
        private final DType dtype;
        private int capacity;
        private int freeFrom;

        private Place(Slot.Kind kind, DType dtype) {
            this.kind = kind;
            this.dtype = dtype;
        }
    }

    private final List<Place> places = new ArrayList<>();
    private final int[] placeOf;

    /** @param capacities the largest number of elements that each version of the sequence may have */
    Layout(Sequence sequence, int[] capacities) {
        List<Sequence.Life> lives = sequence.lives();
        placeOf = new int[lives.size()];
        for (int i = 0; i < lives.size(); i++) {
            Sequence.Life life = lives.get(i);
            int place = life.kind() == Slot.Kind.TEMPORARY ? sharedPlace(life, capacities[i]) : newPlace(life);
            placeOf[i] = place;
            Place it = places.get(place);
            it.capacity = Math.max(it.capacity, capacities[i]);
            it.freeFrom = life.last() + 1;
        }
    }

    int slots() {
        return places.size();
    }

    /** The slot of a version. */
    int slotOf(int number) {
        return placeOf[number];
    }

    Slot.Kind kind(int slot) {
        return places.get(slot).kind;
    }

    DType dtype(int slot) {
        return places.get(slot).dtype;
    }

    int capacity(int slot) {
        return places.get(slot).capacity;
    }

    /** The number of elements of all packed slots of a type. */
    int packed(DType dtype) {
        return places.stream()
                .filter(p -> p.kind == Slot.Kind.PACKED && p.dtype == dtype)
                .mapToInt(p -> p.capacity)
                .reduce(0, Math::addExact);
    }

    /** The size of all slots of a kind, in bytes. */
    long bytes(Slot.Kind kind) {
        return places.stream()
                .filter(p -> p.kind == kind)
                .mapToLong(p -> (long) p.capacity * p.dtype.bytes())
                .sum();
    }

    /** The size of the largest slot, in bytes. */
    long largestBytes() {
        return places.stream()
                .mapToLong(p -> (long) p.capacity * p.dtype.bytes())
                .max()
                .orElse(0);
    }

    private int newPlace(Sequence.Life life) {
        places.add(new Place(life.kind(), life.version().dtype()));
        return places.size() - 1;
    }

    /** The smallest free place that is large enough, else the largest free place, which grows, else a new place. */
    private int sharedPlace(Sequence.Life life, int capacity) {
        int best = -1;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.kind != Slot.Kind.TEMPORARY
                    || place.dtype != life.version().dtype()
                    || place.freeFrom > life.first()) {
                continue;
            }
            if (best < 0 || isBetter(place.capacity, places.get(best).capacity, capacity)) {
                best = i;
            }
        }
        return best < 0 ? newPlace(life) : best;
    }

    private static boolean isBetter(int offered, int best, int needed) {
        return best < needed ? offered > best : offered >= needed && offered < best;
    }
}
