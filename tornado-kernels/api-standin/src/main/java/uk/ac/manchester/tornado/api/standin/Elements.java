package uk.ac.manchester.tornado.api.standin;

import org.jspecify.annotations.Nullable;

/** The elements of an array. On the device, an {@link Upload} watches the first accesses to them. */
abstract sealed class Elements permits FloatElements, IntElements {

    private @Nullable Upload upload;

    abstract int size();

    /** Copies one element. */
    abstract void copy(Elements from, int index);

    abstract Elements copy();

    final void copyAll(Elements from) {
        for (int i = 0; i < size(); i++) {
            copy(from, i);
        }
    }

    final void watch(@Nullable Upload waiting) {
        upload = waiting;
    }

    final void reading() {
        if (upload != null) {
            upload.reading();
        }
    }

    final void writing(int index) {
        if (upload != null) {
            upload.writing(index);
        }
    }
}
