package panamoe.tensor.cpu;

/**
 * How lines (rows of a, columns of b) are cut into panels: wide ones, and where the rest is short, narrow ones for it.
 * Packed panels lie one after another, so panel p of depth k begins at {@code first(p) k}.
 *
 * @param lines how many
 * @param wide lines of a panel
 * @param narrow lines of a panel of the rest, a divisor of wide
 */
record Panels(int lines, int wide, int narrow) {

    /** The number of panels. */
    int count() {
        return full() + (rest() > wide - narrow ? 1 : (rest() + narrow - 1) / narrow);
    }

    /** The first line of a panel; for {@code panel = count} the number of lines with those that fill up the last. */
    int first(int panel) {
        return panel <= full() ? panel * wide : full() * wide + (panel - full()) * restWidth();
    }

    /** The lines of a panel, those that fill it up included. */
    int width(int panel) {
        return panel < full() ? wide : restWidth();
    }

    /** True if all lines of the panel exist. */
    boolean isWhole(int panel) {
        return first(panel) + width(panel) <= lines;
    }

    private int full() {
        return lines / wide;
    }

    private int rest() {
        return lines % wide;
    }

    private int restWidth() {
        return rest() > wide - narrow ? wide : narrow;
    }
}
