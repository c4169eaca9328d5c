package uk.ac.manchester.tornado.api;

/** The barriers and the local arrays of a group's items. */
public interface ExecutionContext {

    void localBarrier();

    void globalBarrier();

    int[] allocateIntLocalArray(int size);

    float[] allocateFloatLocalArray(int size);
}
