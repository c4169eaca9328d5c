package panamoe.trainer.learner;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import org.jspecify.annotations.Nullable;
import panamoe.moe.AllExperts;
import panamoe.moe.CgcGate;
import panamoe.moe.Gate;
import panamoe.moe.HashGate;
import panamoe.moe.OwnExperts;
import panamoe.moe.PrivateExpertsGate;
import panamoe.moe.RandomGate;
import panamoe.moe.SharedGate;
import panamoe.moe.TaskEmbeddingGate;
import panamoe.moe.TokenChoice;
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
        TokenChoice softSelection(MoeSettings moe) {
            return new AllExperts();
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
        public boolean hasPrivateExperts() {
            return true;
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
    /** A gate per task that weights the experts of the task and those that all tasks share (CGC). */
    CGC {
        @Override
        Gate create(GateSite site) {
            GateSettings settings = site.settings();
            return new CgcGate(
                    site.scope(),
                    new CgcGate.Sizes(site.tasks(), site.width(), settings.sharedExperts(), settings.privateExperts()));
        }

        @Override
        public boolean isPerTask() {
            return true;
        }

        @Override
        public boolean hasPrivateExperts() {
            return true;
        }

        @Override
        public int sharedByAll(MoeSettings moe) {
            return moe.gate().sharedExperts();
        }

        @Override
        int parts(MoeSettings moe) {
            return moe.gate().sharedExperts() + moe.gate().privateExperts();
        }

        @Override
        public int experts(MoeSettings moe, int tasks) {
            return moe.gate().sharedExperts() + tasks * moe.gate().privateExperts();
        }

        @Override
        public double expertsPerRow(MoeSettings moe, int experts) {
            return parts(moe);
        }

        @Override
        TokenChoice softSelection(MoeSettings moe) {
            return new OwnExperts(parts(moe));
        }

        @Override
        public boolean hasRouterLosses() {
            return false;
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
        return this == RANDOM || !isSoft(moe) && moe.selection().rowsCompete();
    }

    /**
     * The selection of a gate that weights all experts which a row may use, in place of the selection of the settings; null if the
     * gate scores experts for the selection of the settings.
     */
    @Nullable
    TokenChoice softSelection(MoeSettings moe) {
        return null;
    }

    private boolean isSoft(MoeSettings moe) {
        return softSelection(moe) != null;
    }

    /** True if every task has experts of its own, as many as {@code private-experts} says. */
    public boolean hasPrivateExperts() {
        return false;
    }

    /** The experts of the task in a slot alone, ascending; empty if no task has experts of its own. */
    public final ImmutableIntList privateExperts(MoeSettings moe, int slot) {
        if (!hasPrivateExperts()) {
            return IntLists.immutable.empty();
        }
        int own = moe.gate().privateExperts();
        int first = sharedByAll(moe) + slot * own;
        return IntInterval.fromTo(first, first + own - 1);
    }

    /** The number of experts that all tasks share, if every task has experts of its own; they come before the private experts. */
    public int sharedByAll(MoeSettings moe) {
        return 0;
    }

    /** The number of experts that divide the hidden units of a mixture among them; 1 if every expert has all. */
    int parts(MoeSettings moe) {
        return 1;
    }

    /**
     * True if the router losses of the settings have a meaning. They balance experts that compete for rows. If the experts of a row
     * follow from its task, they would only move weight to the experts of tasks with few rows.
     */
    public boolean hasRouterLosses() {
        return true;
    }

    /**
     * True if the share of the tokens of a task that an expert gets indicates how much the task needs the expert. It does not if
     * every token uses every expert, if every expert takes the same number of tokens, or if the choice is random.
     */
    public boolean loadsTellNeed(MoeSettings moe) {
        return !isSoft(moe) && this != RANDOM && moe.selection() instanceof SelectionSettings.TokenChoice;
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
        return isSoft(moe) ? experts : moe.selection().expertsPerRow();
    }

    /** True if the load loss is defined: rows choose by noisy scores, and there are more experts than each row takes. */
    public boolean hasLoadLoss(MoeSettings moe) {
        return !isSoft(moe)
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
