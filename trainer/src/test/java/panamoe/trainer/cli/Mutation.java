package panamoe.trainer.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import panamoe.tensor.Rng;

/** Ways to damage the bytes of a file. The random choices depend on the seed alone. */
enum Mutation {
    FLIP_A_BIT {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            byte[] out = bytes.clone();
            if (out.length > 0) {
                out[rng.below(out.length, 0, 1)] ^= (byte) (1 << rng.below(8, 0, 2));
            }
            return out;
        }
    },
    SET_BYTES {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            byte[] out = bytes.clone();
            int count = Math.min(out.length, 1 + rng.below(8, 0, 1));
            int from = rng.below(out.length - count + 1, 0, 2);
            for (int i = 0; i < count; i++) {
                out[from + i] = (byte) rng.below(256, 1, i);
            }
            return out;
        }
    },
    CUT_THE_END {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            return Arrays.copyOf(bytes, rng.below(bytes.length + 1, 0, 1));
        }
    },
    DELETE {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            int from = rng.below(bytes.length + 1, 0, 1);
            int to = Math.min(bytes.length, from + 1 + rng.below(64, 0, 2));
            return joined(head(bytes, from), tail(bytes, to));
        }
    },
    REPEAT {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            int from = rng.below(bytes.length + 1, 0, 1);
            int to = Math.min(bytes.length, from + 1 + rng.below(64, 0, 2));
            return joined(head(bytes, to), Arrays.copyOfRange(bytes, from, to), tail(bytes, to));
        }
    },
    INSERT {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            int at = rng.below(bytes.length + 1, 0, 1);
            byte[] what = INSERTED.get(rng.below(INSERTED.size(), 0, 2)).getBytes(StandardCharsets.UTF_8);
            return joined(head(bytes, at), what, tail(bytes, at));
        }
    },
    ANOTHER_NUMBER {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            List<int[]> places = NUMBER.matcher(text)
                    .results()
                    .map(found -> new int[] {found.start(), found.end()})
                    .toList();
            if (places.isEmpty()) {
                return INSERT.of(bytes, rng);
            }
            int[] place = places.get(rng.below(places.size(), 0, 1));
            byte[] number = NUMBERS.get(rng.below(NUMBERS.size(), 0, 2)).getBytes(StandardCharsets.UTF_8);
            return joined(head(bytes, place[0]), number, tail(bytes, place[1]));
        }
    },
    ANOTHER_ORDER {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("(?<=\n)");
            int one = rng.below(lines.length, 0, 1);
            int other = rng.below(lines.length, 0, 2);
            String line = lines[one];
            lines[one] = lines[other];
            lines[other] = line;
            return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    ZEROS {
        @Override
        byte[] of(byte[] bytes, Rng rng) {
            byte[] out = bytes.clone();
            Arrays.fill(out, rng.below(out.length + 1, 0, 1), out.length, (byte) 0);
            return out;
        }
    };

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1e999",
            "-1e-999",
            "NaN",
            ".inf",
            "2147483648",
            "99999999999999999999",
            "0.5",
            "1e-7",
            "1".repeat(2000));

    private static final List<String> INSERTED = List.of(
            "\0\0\0",
            "\uFEFF",
            "[".repeat(2000),
            "{",
            "}",
            "]",
            "null",
            "\"",
            "'",
            "\n",
            "\r",
            "\t",
            ": ",
            "- ",
            "&a [*a, *a]",
            "<<: *x\n",
            "!!java.lang.Object",
            "../../",
            "/dev/null",
            "\u202E",
            "a".repeat(100_000),
            "%s%n");

    /** The damaged bytes. */
    abstract byte[] of(byte[] bytes, Rng rng);

    private static byte[] head(byte[] bytes, int to) {
        return Arrays.copyOf(bytes, to);
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
