package uk.ac.manchester.tornado.api.enums;

/** When an array is copied between host and device. */
public class DataTransferMode {

    /** By the first execution of a plan and by the first after its device memory was freed. */
    public static final int FIRST_EXECUTION = 0;

    /** By each execution. */
    public static final int EVERY_EXECUTION = 1;

    /** When the host asks for it. */
    public static final int UNDER_DEMAND = 2;

    public DataTransferMode() {}
}
