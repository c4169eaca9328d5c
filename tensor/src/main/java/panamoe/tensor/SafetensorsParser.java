package panamoe.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** A strict parser for the JSON of a {@link SafetensorsHeader}. Its messages name the position of any other JSON. */
final class SafetensorsParser {

    private final String text;
    private int at;
    private boolean metadataSeen;

    SafetensorsParser(String text) {
        this.text = text;
    }

    SafetensorsHeader header() throws SafetensorsHeader.Malformed {
        SequencedMap<String, Safetensors.Entry> entries = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        if (!text.startsWith("{")) {
            throw unexpected("'{'");
        }
        members(name -> {
            if (!name.equals(SafetensorsHeader.METADATA)) {
                Safetensors.Entry entry = entry(name);
                distinct(entries.put(name, entry) == null, name);
            } else {
                distinct(!metadataSeen, name);
                metadataSeen = true;
                members(key -> distinct(metadata.put(key, string()) == null, key));
            }
        });
        skipSpace();
        if (at != text.length()) {
            throw unexpected("the end of the header");
        }
        return new SafetensorsHeader(entries, metadata);
    }

    private Safetensors.Entry entry(String name) throws SafetensorsHeader.Malformed {
        Map<String, Object> fields = new LinkedHashMap<>();
        members(key -> {
            Object value = switch (key) {
                case "dtype" -> string();
                case "shape", "data_offsets" -> integers();
                default ->
                    throw new SafetensorsHeader.Malformed(
                            "tensor " + name + " has a field " + key + ", expected dtype, shape and data_offsets");
            };
            distinct(fields.put(key, value) == null, key);
        });
        if (!(fields.get("dtype") instanceof String dtypeName
                && fields.get("shape") instanceof long[] dims
                && fields.get("data_offsets") instanceof long[] offsets)) {
            throw new SafetensorsHeader.Malformed("tensor " + name + " has the fields " + fields.keySet()
                    + ", expected dtype, shape and data_offsets");
        }
        Shape shape = shape(name, dims);
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new SafetensorsHeader.Malformed("tensor " + name + " has data_offsets " + Arrays.toString(offsets)
                    + ", expected [begin, end] with begin <= end");
        }
        Optional<SafetensorsType> type = SafetensorsType.of(dtypeName);
        if (type.isPresent() && type.get().bytes(shape.size()) != offsets[1] - offsets[0]) {
            throw new SafetensorsHeader.Malformed("tensor " + name + " is " + dtypeName + shape + " of "
                    + type.get().bytes(shape.size()) + " bytes, but its data_offsets hold "
                    + (offsets[1] - offsets[0]));
        }
        return new Safetensors.Entry(dtypeName, shape, offsets[0], offsets[1]);
    }

    private static Shape shape(String name, long[] dims) throws SafetensorsHeader.Malformed {
        int[] extents = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] > Integer.MAX_VALUE) {
                throw new SafetensorsHeader.Malformed(
                        "tensor " + name + " has extent " + dims[i] + ", expected at most 2^31 - 1");
            }
            extents[i] = (int) dims[i];
        }
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            throw new SafetensorsHeader.Malformed("tensor " + name + ": " + e.getMessage());
        }
    }

    private interface Member {
        void parse(String key) throws SafetensorsHeader.Malformed;
    }

    private void members(Member member) throws SafetensorsHeader.Malformed {
        expect('{');
        if (accept('}')) {
            return;
        }
        do {
            String key = string();
            expect(':');
            member.parse(key);
        } while (accept(','));
        expect('}');
    }

    private long[] integers() throws SafetensorsHeader.Malformed {
        expect('[');
        if (accept(']')) {
            return new long[0];
        }
        LongStream.Builder values = LongStream.builder();
        do {
            values.add(integer());
        } while (accept(','));
        expect(']');
        return values.build().toArray();
    }

    private long integer() throws SafetensorsHeader.Malformed {
        skipSpace();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty() || digits.length() > 18 || (digits.length() > 1 && digits.startsWith("0"))) {
            at = from;
            throw unexpected("an integer of at most 18 digits");
        }
        return Long.parseLong(digits);
    }

    private String string() throws SafetensorsHeader.Malformed {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                at--;
                throw unexpected("no control character in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws SafetensorsHeader.Malformed {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        at--;
                        throw unexpected("four hexadecimal digits");
                    }
                    code = 16 * code + digit;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw unexpected("one of \"\\/bfnrtu after a backslash");
            }
        };
    }

    private char next() throws SafetensorsHeader.Malformed {
        if (at == text.length()) {
            throw unexpected("the end of a string");
        }
        return text.charAt(at++);
    }

    private void expect(char c) throws SafetensorsHeader.Malformed {
        if (!accept(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static void distinct(boolean isNew, String key) throws SafetensorsHeader.Malformed {
        if (!isNew) {
            throw new SafetensorsHeader.Malformed("the header names " + key + " twice");
        }
    }

    private SafetensorsHeader.Malformed unexpected(String expected) {
        String found = at == text.length() ? "the end" : "'" + text.charAt(at) + "'";
        return new SafetensorsHeader.Malformed(
                "the header has " + found + " at character " + at + ", expected " + expected);
    }
}
