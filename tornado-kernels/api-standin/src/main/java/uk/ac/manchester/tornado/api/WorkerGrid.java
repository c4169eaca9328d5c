package uk.ac.manchester.tornado.api;

/** The items of a task: how many in each of three dimensions, and how many of them make a group. */
public interface WorkerGrid {

    int dimension();

    /** Items in x, y and z. */
    long[] getGlobalWork();

    /** Items of a group in x, y and z; null if that is left to the device. */
    long[] getLocalWork();

    void setGlobalWork(long x, long y, long z);

    void setLocalWork(long x, long y, long z);
}
