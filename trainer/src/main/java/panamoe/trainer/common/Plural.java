package panamoe.trainer.common;

/** Counts in messages: "1 task" and "2 tasks". */
public final class Plural {

    private Plural() {}

    /**
     * The count and the noun.
     *
     * @param noun in the singular, with a plural in -s
     */
    public static String of(long count, String noun) {
        return count + " " + noun(count, noun);
    }

    /** The noun alone, in the number of the count. */
    public static String noun(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }
}
