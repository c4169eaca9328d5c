package uk.ac.manchester.tornado.api;

/** What the items of a group have together. */
public interface ExecutionContext {

    void localBarrier();

    void globalBarrier();

    int[] allocateIntLocalArray(int size);

    float[] allocateFloatLocalArray(int size);
}
