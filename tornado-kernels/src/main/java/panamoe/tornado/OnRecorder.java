package panamoe.tornado;

/** A part of the backend whose kernels are recorded. */
interface OnRecorder {

    /** The recorder of the calls. */
    Recorder recorder();
}
