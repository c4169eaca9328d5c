package panamoe.tornado;

/** A part of the backend whose kernels are recorded. */
interface OnRecorder {

    /** Where the calls go. */
    Recorder recorder();
}
