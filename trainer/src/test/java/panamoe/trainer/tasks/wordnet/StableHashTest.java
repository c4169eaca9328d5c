package panamoe.trainer.tasks.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class StableHashTest {

    @Test
    void mixingStepIsSplitMix64() {
        // An empty purpose gives seed 0. The hash of a value is then the first result of SplittableRandom for that
        // value.
        assertThat(new StableHash("").of(42)).isEqualTo(new SplittableRandom(42).nextLong());
    }

    @Test
    void choicesAreEvenAndIndependentBetweenPurposes() {
        StableHash first = new StableHash("first");
        StableHash second = new StableHash("second");
        int[] joint = new int[4];
        for (long key = 0; key < 40_000; key++) {
            joint[2 * first.below(2, key) + second.below(2, key)]++;
        }
        // Binomial: 10,000 +- 87; 5 standard errors are allowed.
        for (int count : joint) {
            assertThat(count).isBetween(9_565, 10_435);
        }
    }

    @Test
    void shuffleKeepsTheOrderOfEqualHashes() {
        assertThat(StableHash.shuffle(Lists.immutable.with(5, 3, 4, 2), item -> item % 2)
                        .castToList())
                .containsExactly(4, 2, 5, 3);
    }
}
