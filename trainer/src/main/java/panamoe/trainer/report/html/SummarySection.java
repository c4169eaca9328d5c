package panamoe.trainer.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.TaskSummary;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.learner.Method;

/** The summary of the results: a paragraph that is computed from them, and a card for each claim. */
final class SummarySection {

    private SummarySection() {}

    static DomContent of(Results results, List<Exhibition> exhibitions) {
        List<Claim> claims = exhibitions.stream().map(Claim::of).toList();
        return section(
                        h2("Summary"),
                        p(text(results, claims)).withClass("lead"),
                        each(results.notes(), note -> p(note).withClass("warning")),
                        div(each(claims, SummarySection::card)).withClass("cards"),
                        p("The verdict on a claim depends on the 95 % interval of the difference task-gate-moe −"
                                        + " dense-mtl, paired by seed. Supported: the interval is above 0. Reversed: it is below 0."
                                        + " No effect: it contains 0 and is narrower than 0.02. Undecided: none of these. Undecided"
                                        + " is not evidence of no effect.")
                                .withClass("note"))
                .withId("summary");
    }

    /** The paragraph. */
    static String text(Results results, List<Claim> claims) {
        List<String> sentences = new ArrayList<>();
        int seeds = results.run().seeds().size();
        sentences.add("Task-gate MoE against dense multi-task learning, " + count(seeds, "seed") + ", "
                + results.run().split() + " split:");
        for (Claim claim : claims) {
            sentences.add(sentence(claim, claims));
        }
        if (seeds == 1) {
            sentences.add("One seed has no interval, so nothing can be decided from this run.");
        } else if (seeds < 5) {
            sentences.add("With " + seeds + " seeds, intervals are wide.");
        }
        learned(results, sentences);
        return String.join(" ", sentences);
    }

    private static String sentence(Claim claim, List<Claim> claims) {
        String end = claim.equals(claims.getLast()) ? "." : ";";
        Estimate main = claim.main();
        if (main != null && !main.diverged().isEmpty()) {
            return claim.caption().phrase() + " has no verdict, since " + Numbers.diverged(main) + end;
        }
        if (main == null || main.mean() == null) {
            return claim.caption().phrase() + " was not compared" + end;
        }
        String interval = main.ci95() == null ? "no interval" : Numbers.CHANGE.interval(main);
        int all = main.perSeed().size();
        String seeds = main.count() == all ? "" : ", " + main.count() + " of " + all + " seeds";
        return claim.caption().phrase() + " is " + claim.verdict().label() + " (" + Numbers.CHANGE.of(main.mean())
                + ", " + interval + seeds + ")" + end;
    }

    private static void learned(Results results, List<String> sentences) {
        List<TaskSummary.Score> judged = results.tasks().stream()
                .flatMap(task -> Stream.ofNullable(task.methods().get(Method.TASK_GATE_MOE.name())))
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        long above = judged.stream()
                .filter(score -> score.mark() == TaskSummary.Mark.ABOVE)
                .count();
        sentences.add(
                "Under task-gate-moe " + above + " of " + count(judged.size(), "task") + " end above their baseline.");
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static DomContent card(Claim claim) {
        Estimate main = claim.main();
        boolean run = claim.verdict() != Verdict.NOT_RUN;
        return div(
                        span(claim.verdict().label()).withClass(claim.verdict().cssClass()),
                        h3(a(claim.caption().claim())
                                .withHref("#" + claim.caption().anchor())),
                        main != null && run
                                ? p(
                                        span(Numbers.CHANGE.of(main.mean())).withClass("big"),
                                        span(note(main)).withClass("muted"))
                                : p("This claim needs a run with both task-gate-moe and dense-mtl.")
                                        .withClass("muted"),
                        ul(each(claim.beside().entrySet(), SummarySection::beside)),
                        claim.further().isEmpty()
                                ? span()
                                : Page.folded(
                                        "Against " + count(claim.further().size(), "other method"),
                                        ul(each(claim.further().entrySet(), SummarySection::beside))))
                .withClass("card");
    }

    /** The interval of a difference; if models diverged, the number of seeds. */
    private static String note(Estimate difference) {
        return difference.diverged().isEmpty() ? Numbers.CHANGE.interval(difference) : Numbers.diverged(difference);
    }

    private static DomContent beside(Map.Entry<String, Estimate> entry) {
        Estimate difference = entry.getValue();
        String name = entry.getKey()
                .replace(Method.TASK_GATE_MOE.name() + " - ", "against ")
                .replace(" - ", " − ");
        return li(
                span(name),
                span(Numbers.CHANGE.of(difference.mean()) + " (" + note(difference) + "), "
                                + Verdict.of(difference).sign())
                        .withClass("muted"));
    }
}
