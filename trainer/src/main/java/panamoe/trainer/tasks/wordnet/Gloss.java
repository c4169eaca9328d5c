package panamoe.trainer.tasks.wordnet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The gloss of a synset, split into definition and examples.
 *
 * @param definition the definition without leading remarks in parentheses, since these often give the label away:
 *     {@code (law) ...}, {@code (of persons) ...}
 * @param examples phrases or sentences that use one of the lemmas
 */
record Gloss(String definition, ImmutableList<String> examples) {

    private static final Pattern EXAMPLES_START = Pattern.compile("(^|;\\s*)\"");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern REMARK = Pattern.compile("^\\([^)]*\\)[\\s,;:]*");

    /** Splits WordNet's {@code definition; "example"; "example"}. */
    static Gloss parse(String gloss) {
        String text = BLANKS.matcher(gloss.strip()).replaceAll(" ");
        Matcher start = EXAMPLES_START.matcher(text);
        int end = start.find() ? start.start() : text.length();
        MutableList<String> examples = Lists.mutable.empty();
        Matcher quoted = QUOTED.matcher(text.substring(end));
        while (quoted.find()) {
            examples.add(quoted.group(1).strip());
        }
        return new Gloss(withoutRemarks(text.substring(0, end)), examples.toImmutable());
    }

    /** The words of the definition, split at blanks, with their punctuation. */
    ImmutableList<String> words() {
        return Lists.immutable.with(definition.split(" "));
    }

    /**
     * The normal form of a text: letters and digits in lower case, with one blank between words. Texts with equal normal forms
     * count as equal.
     */
    static String normalForm(String text) {
        StringBuilder normal = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                normal.append(Character.toLowerCase(c));
            } else if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != ' ') {
                normal.append(' ');
            }
        }
        return normal.toString().stripTrailing();
    }

    private static String withoutRemarks(String definition) {
        String rest = REMARK.matcher(definition).replaceFirst("");
        return rest.equals(definition) ? definition : withoutRemarks(rest);
    }
}
