package panamoe.tensor.cpu;

/**
 * Splits lines (rows of a, columns of b) into panels: wide ones, and narrow ones for a short rest. Packed panels are
 * contiguous, so panel p of depth k begins at {@code first(lines, p) k}.
 *
 * @param wide lines of a panel
 * @param narrow lines of a panel of the rest, a divisor of wide
 */
record Panels(int wide, int narrow) {

    /** The number of panels. */
    int count(int lines) {
        int rest = lines % wide;
        return lines / wide + (rest > wide - narrow ? 1 : (rest + narrow - 1) / narrow);
    }

    /** The first line of a panel; for {@code panel = count} the number of lines including padding. */
    int first(int lines, int panel) {
        int full = lines / wide;
        return panel <= full ? panel * wide : full * wide + (panel - full) * restWidth(lines);
    }

    /** The lines of a panel, including padding. */
    int width(int lines, int panel) {
        return panel < lines / wide ? wide : restWidth(lines);
    }

    /** The lines of a panel that exist. */
    int present(int lines, int panel) {
        return Math.min(width(lines, panel), lines - first(lines, panel));
    }

    /** True if all lines of the panel exist. */
    boolean isWhole(int lines, int panel) {
        return present(lines, panel) == width(lines, panel);
    }

    private int restWidth(int lines) {
        return lines % wide > wide - narrow ? wide : narrow;
    }
}
