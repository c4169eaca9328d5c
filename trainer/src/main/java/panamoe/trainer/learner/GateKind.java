package panamoe.trainer.learner;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import panamoe.moe.Gate;
import panamoe.moe.HashGate;
import panamoe.moe.PrivateExpertsGate;
import panamoe.moe.RandomGate;
import panamoe.moe.SharedGate;
import panamoe.moe.TaskEmbeddingGate;
import panamoe.tensor.Check;

/** The kinds of gates of sparse models, and the properties in which they differ. */
public enum GateKind {
    /** One gate for all tasks. */
    SHARED {
        @Override
        Gate create(GateSite site) {
            return new SharedGate(
                    site.scope(), site.width(), site.experts(), site.settings().weightDeviation());
        }
    },
    /** Random experts, without parameters. */
    RANDOM {
        @Override
        Gate create(GateSite site) {
            return new RandomGate(site.experts(), site.choices());
        }

        @Override
        boolean readsRows() {
            return false;
        }
    },
    /** A fixed expert for each token. */
    HASH {
        @Override
        Gate create(GateSite site) {
            return new HashGate(site.scope(), site.vocabulary(), site.experts(), site.choices());
        }

        @Override
        boolean readsRows() {
            return false;
        }

        @Override
        void requireFits(String method, MoeSettings moe) {
            Check.that(
                    choosesAtMost(moe, 1),
                    () -> method + " with " + moe.selection() + ": expected token-choice with k 1");
        }
    },
    /** A gate per task that weights all experts: the dense mixture. */
    MIXTURE {
        @Override
        Gate create(GateSite site) {
            return site.taskGate();
        }

        @Override
        public boolean isPerTask() {
            return true;
        }

        @Override
        boolean takesAllExperts() {
            return true;
        }
    },
    /** A gate per task over the experts of the task: every task has its own experts. */
    PRIVATE {
        @Override
        Gate create(GateSite site) {
            return new PrivateExpertsGate(site.scope(), site.tasks(), site.taskGate());
        }

        @Override
        public int experts(MoeSettings moe, int tasks) {
            return tasks * moe.gate().privateExperts();
        }

        @Override
        void requireFits(String method, MoeSettings moe) {
            Check.that(
                    choosesAtMost(moe, moe.gate().privateExperts()),
                    () -> method + " with " + moe.selection()
                            + ": expected token-choice with k of at most private-experts, "
                            + moe.gate().privateExperts());
        }
    },
    /** One gate for all tasks. Its input includes a learned vector per task. */
    TASK_EMBEDDING {
        @Override
        Gate create(GateSite site) {
            GateSettings begin = site.settings();
            return new TaskEmbeddingGate(
                    site.scope(),
                    new TaskEmbeddingGate.Sizes(
                            site.tasks(), site.width(), begin.taskVector(), begin.hidden(), site.experts()));
        }

        @Override
        public boolean isPerTask() {
            return true;
        }
    },
    /** A gate per task. */
    TASK {
        @Override
        Gate create(GateSite site) {
            return site.taskGate();
        }

        @Override
        public boolean isPerTask() {
            return true;
        }
    };

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The gate of that name. @throws IllegalArgumentException if there is none; the message lists all names */
    public static GateKind named(String label) {
        return Stream.of(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown gate \"" + label + "\": expected none or one of "
                                + Stream.of(values()).map(GateKind::label).collect(Collectors.joining(", "))));
    }

    /** Creates a gate and registers its parameters. If {@link #isPerTask}, the gate is a {@link panamoe.moe.PerTaskGate}. */
    abstract Gate create(GateSite site);

    /** True if the gate has parameters per task that can be copied to another task. */
    public boolean isPerTask() {
        return false;
    }

    /** True if the scores depend on the features of the rows, so that jitter on the features changes them. */
    boolean readsRows() {
        return true;
    }

    /**
     * True if the output for a text depends on the other texts of its batch: because rows compete for experts, or because random
     * choices depend on the index of a row.
     */
    public boolean mixesTexts(MoeSettings moe) {
        return this == RANDOM || !takesAllExperts() && moe.selection().rowsCompete();
    }

    /** True if every row uses every expert; the selection of the settings is then ignored. */
    boolean takesAllExperts() {
        return false;
    }

    /**
     * True if the share of the tokens of a task that an expert gets indicates how much the task needs the expert. It does not if
     * every token uses every expert, if every expert takes the same number of tokens, or if the choice is random.
     */
    public boolean loadsTellNeed(MoeSettings moe) {
        return !takesAllExperts() && this != RANDOM && moe.selection() instanceof SelectionSettings.TokenChoice;
    }

    /**
     * The number of experts of each mixture.
     *
     * @param tasks the number of slots
     */
    public int experts(MoeSettings moe, int tasks) {
        return moe.experts();
    }

    /**
     * The number of experts per row; the mean for expert choice.
     *
     * @param experts the number of experts in the mixture
     */
    public double expertsPerRow(MoeSettings moe, int experts) {
        return takesAllExperts() ? experts : moe.selection().expertsPerRow();
    }

    /** True if the load loss is defined: rows choose by noisy scores, and there are more experts than each row takes. */
    public boolean hasLoadLoss(MoeSettings moe) {
        return !takesAllExperts()
                && moe.selection() instanceof SelectionSettings.TokenChoice choice
                && choice.noisy()
                && choice.k() < moe.experts();
    }

    /**
     * Checks that the settings are valid for this gate.
     *
     * @param method the name of the method, for the message
     * @throws IllegalArgumentException if they are not
     */
    void requireFits(String method, MoeSettings moe) {
        // any selection is valid
    }

    private static boolean choosesAtMost(MoeSettings moe, int most) {
        return moe.selection() instanceof SelectionSettings.TokenChoice choice && choice.k() <= most;
    }
}
