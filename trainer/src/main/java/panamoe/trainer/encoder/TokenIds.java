package panamoe.trainer.encoder;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * An encoded text {@code [CLS] a [SEP]} or pair {@code [CLS] a [SEP] b [SEP]}.
 *
 * @param ids the token ids
 * @param firstSegment the number of ids of {@code [CLS] a [SEP]}; the number of all ids if there is no second text
 */
public record TokenIds(ImmutableIntList ids, int firstSegment) {

    /**
     * Checks the length of the first segment.
     *
     * @throws IllegalArgumentException if it is negative or exceeds the number of ids
     */
    public TokenIds {
        if (firstSegment < 0 || firstSegment > ids.size()) {
            throw new IllegalArgumentException(
                    "firstSegment " + firstSegment + ": expected 0 to the number of tokens, " + ids.size());
        }
    }

    /** The number of tokens. */
    public int size() {
        return ids.size();
    }

    /** The token type id of a position: 0 in the first segment, 1 in the second. */
    public int typeId(int position) {
        return position < firstSegment ? 0 : 1;
    }
}
