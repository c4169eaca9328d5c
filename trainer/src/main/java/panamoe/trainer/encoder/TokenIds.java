package panamoe.trainer.encoder;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * An encoded text {@code [CLS] a [SEP]} or pair {@code [CLS] a [SEP] b [SEP]}.
 *
 * @param ids the token ids
 * @param firstSegment how many of them belong to {@code [CLS] a [SEP]}; equal to the size if there is no second text
 */
public record TokenIds(ImmutableIntList ids, int firstSegment) {

    /**
     * Checks the length of the first segment.
     *
     * @throws IllegalArgumentException if it is longer than the whole
     */
    public TokenIds {
        if (firstSegment < 0 || firstSegment > ids.size()) {
            throw new IllegalArgumentException(
                    "a first segment of " + firstSegment + " tokens in " + ids.size() + " tokens");
        }
    }

    /** The number of tokens. */
    public int size() {
        return ids.size();
    }

    /** BERT's token type of a position: 0 in the first segment, 1 in the second. */
    public int typeId(int position) {
        return position < firstSegment ? 0 : 1;
    }
}
