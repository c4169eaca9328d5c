package uk.ac.manchester.tornado.api.enums;

/** When an array is copied between host and device. */
public class DataTransferMode {

    /** At the first execution of a plan, and at the first after its device memory was freed. */
    public static final int FIRST_EXECUTION = 0;

    /** At each execution. */
    public static final int EVERY_EXECUTION = 1;

    /** When the host asks for it. */
    public static final int UNDER_DEMAND = 2;

    public DataTransferMode() {}
}
