package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.Nullable;

/** The numbers of a task's items in three dimensions, in all and in each group. */
public interface WorkerGrid {

    int dimension();

    /** Items in x, y and z. */
    long[] getGlobalWork();

    /** Items of a group in x, y and z; null if that is left to the device. */
    long @Nullable [] getLocalWork();

    void setGlobalWork(long x, long y, long z);

    void setLocalWork(long x, long y, long z);
}
