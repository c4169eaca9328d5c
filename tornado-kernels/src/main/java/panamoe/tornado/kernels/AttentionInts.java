package panamoe.tornado.kernels;

/**
 * The indices of a call's integers among those of its task: the offset of each tensor, in the order of the method's
 * arrays, then the call's own integers. The host writes and device code reads by these names. javac inlines the values,
 * so device code has plain numbers.
 */
public final class AttentionInts {

    private AttentionInts() {}

    /** Of {@link AttentionCode#normalizers} and {@link AttentionTiles#normalizers}. */
    public static final class OfNormalizers {
        static final int QKV = 0;
        static final int OFFSETS = 1;
        static final int NORMALIZERS = 2;
        public static final int ROWS = 3;
        public static final int SEGMENTS = 4;
        public static final int HEADS = 5;
        public static final int WIDTH = 6;

        private OfNormalizers() {}
    }

    /** Of {@link AttentionCode#weightedSums} and {@link AttentionTiles#weightedSums}. */
    public static final class OfSums {
        static final int QKV = 0;
        static final int LEFT = 1;
        static final int RIGHT = 2;
        static final int Z = 3;
        static final int NORMALIZERS = 4;
        static final int DELTA = 5;
        static final int OFFSETS = 6;
        static final int Y = 7;
        public static final int ROWS = 8;
        public static final int SEGMENTS = 9;
        public static final int HEADS = 10;
        public static final int WIDTH = 11;
        public static final int BY_QUERY = 12; // 1 or 0
        public static final int GRADIENT = 13; // 1 or 0
        public static final int LEFT_COLUMN = 14;
        public static final int LEFT_STRIDE = 15;
        public static final int RIGHT_COLUMN = 16;
        public static final int RIGHT_STRIDE = 17;
        public static final int Z_COLUMN = 18;
        public static final int Z_STRIDE = 19;
        public static final int Y_COLUMN = 20;
        public static final int Y_STRIDE = 21;

        private OfSums() {}
    }

    /** Of {@link AttentionCode#delta}. */
    public static final class OfDelta {
        static final int GY = 0;
        static final int Y = 1;
        static final int OFFSETS = 2;
        static final int DELTA = 3;
        public static final int ROWS = 4;
        public static final int SEGMENTS = 5;
        public static final int HEADS = 6;
        public static final int WIDTH = 7;

        private OfDelta() {}
    }
}
