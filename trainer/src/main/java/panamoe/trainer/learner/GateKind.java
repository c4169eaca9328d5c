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

/** The gates that a sparse model can have, and how each differs from a learned gate that reads its rows. */
public enum GateKind {
    /** One gate for all tasks. */
    SHARED {
        @Override
        Gate create(GateSite site) {
            return new SharedGate(
                    site.scope(), site.width(), site.experts(), site.settings().weightDeviation());
        }
    },
    /** Chance. */
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
    /** The row's token. */
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
    /** A gate per task whose weights all experts get: the dense mixture. */
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
    /** The row's task alone: every task has experts of its own. */
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
    /** One gate that is told the task by a learned vector. */
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

    /** The gate of that name. @throws IllegalArgumentException if there is none; the message lists all */
    public static GateKind named(String label) {
        return Stream.of(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown gate \"" + label + "\": expected none or one of "
                                + Stream.of(values()).map(GateKind::label).collect(Collectors.joining(", "))));
    }

    /** Makes a gate; registers its parameters. One {@linkplain #isPerTask per task} is a {@link panamoe.moe.PerTaskGate}. */
    abstract Gate create(GateSite site);

    /** True if a part of the gate is the task's own and can be handed to another task. */
    public boolean isPerTask() {
        return false;
    }

    /** True if scores depend on the rows' features, so that noise on these changes the scores. */
    boolean readsRows() {
        return true;
    }

    /**
     * True if what is computed for a text depends on the other texts of its batch: because rows compete for experts, or because
     * chance goes by a row's place.
     */
    public boolean mixesTexts(MoeSettings moe) {
        return this == RANDOM || !takesAllExperts() && moe.selection().rowsCompete();
    }

    /** True if every row takes every expert, whatever selection the settings name. */
    boolean takesAllExperts() {
        return false;
    }

    /**
     * True if the share of a task's tokens that an expert gets tells how much the task needs it: not so where every token takes every
     * expert, every expert takes as many tokens, or chance decides.
     */
    public boolean loadsTellNeed(MoeSettings moe) {
        return !takesAllExperts() && this != RANDOM && moe.selection() instanceof SelectionSettings.TokenChoice;
    }

    /**
     * The number of experts in each mixture.
     *
     * @param tasks the number of slots
     */
    public int experts(MoeSettings moe, int tasks) {
        return moe.experts();
    }

    /**
     * The experts that a row takes, on average for expert choice.
     *
     * @param experts in the mixture
     */
    public double expertsPerRow(MoeSettings moe, int experts) {
        return takesAllExperts() ? experts : moe.selection().expertsPerRow();
    }

    /**
     * True if the load loss has a value: rows choose by noisy scores among more experts than they take.
     */
    public boolean hasLoadLoss(MoeSettings moe) {
        return !takesAllExperts()
                && moe.selection() instanceof SelectionSettings.TokenChoice choice
                && choice.noisy()
                && choice.k() < moe.experts();
    }

    /**
     * Checks that the settings go with this gate.
     *
     * @param method its name, for the message
     * @throws IllegalArgumentException if they do not
     */
    void requireFits(String method, MoeSettings moe) {
        // any selection will do
    }

    private static boolean choosesAtMost(MoeSettings moe, int most) {
        return moe.selection() instanceof SelectionSettings.TokenChoice choice && choice.k() <= most;
    }
}
