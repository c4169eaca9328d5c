package panamoe.trainer.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import panamoe.trainer.product.inspection.ExpertUse;

/**
 * Draws how the tasks use a layer's experts, in characters: a row for each task, a column for each expert. A darker character stands for
 * a larger share of the task's tokens. The widest form that fits into 80 columns is taken: two characters and the percentage for an
 * expert, two characters, or one.
 */
final class ExpertPicture {

    /** The meaning of the characters. */
    static final String LEGEND = "░ from 2 %, ▒ from 10 %, ▓ from 25 %, █ from 50 % of a task's tokens";

    private static final int TERMINAL = 80;

    /** The form of an expert's column. */
    private enum Cell {
        NUMBERED(7) {
            @Override
            String draw(long percent) {
                return "  " + shade(percent).repeat(2) + (percent == 0 ? "   " : pad(3, percent));
            }

            @Override
            String head(int expert) {
                return pad(7, expert);
            }
        },
        WIDE(3) {
            @Override
            String draw(long percent) {
                return " " + shade(percent).repeat(2);
            }

            @Override
            String head(int expert) {
                return pad(3, expert % 100);
            }
        },
        NARROW(1) {
            @Override
            String draw(long percent) {
                return shade(percent);
            }

            @Override
            String head(int expert) {
                return String.valueOf(expert % 10);
            }
        };

        private final int width;

        Cell(int width) {
            this.width = width;
        }

        abstract String draw(long percent);

        /** The head of an expert's column: as many of the last digits of its number as there is room for. */
        abstract String head(int expert);

        static Cell fitting(int experts, int columns) {
            return List.of(NUMBERED, WIDE).stream()
                    .filter(cell -> experts * cell.width <= columns)
                    .findFirst()
                    .orElse(NARROW);
        }

        private static String pad(int width, long number) {
            return String.format(Locale.ROOT, "%" + width + "d", number);
        }
    }

    private ExpertPicture() {}

    /** The lines of the picture, the head first. */
    static String of(ExpertUse use) {
        int names =
                use.shares().keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
        Cell cell = Cell.fitting(use.experts(), TERMINAL - names);
        StringBuilder text = new StringBuilder(line(
                "",
                names,
                IntStream.range(0, use.experts()).mapToObj(cell::head).collect(Collectors.joining())));
        for (Map.Entry<String, List<Double>> task : use.shares().entrySet()) {
            String cells = task.getValue().stream()
                    .map(share -> cell.draw(Math.round(100 * share)))
                    .collect(Collectors.joining());
            text.append(line(task.getKey(), names, cells));
        }
        return text.toString();
    }

    private static String line(String name, int width, String cells) {
        return (name + " ".repeat(width - name.length()) + cells).stripTrailing() + "\n";
    }

    private static String shade(long percent) {
        if (percent >= 50) {
            return "█";
        }
        if (percent >= 25) {
            return "▓";
        }
        if (percent >= 10) {
            return "▒";
        }
        return percent >= 2 ? "░" : " ";
    }
}
