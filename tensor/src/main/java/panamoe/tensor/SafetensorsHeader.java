package panamoe.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The header of a {@link Safetensors} file: {@code {"__metadata__": {"key": "value"}, "name": {"dtype": "F32", "shape":
 * [2, 3], "data_offsets": [0, 24]}}}.
 */
record SafetensorsHeader(SequencedMap<String, Safetensors.Entry> entries, SequencedMap<String, String> metadata) {

    static final String METADATA = "__metadata__";

    /** The format's limit for the length of a header. */
    static final int MAX_BYTES = 100_000_000;

    /** A header is malformed; the message is one line without the file's name. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /**
     * Parses the header and checks that the tensors cover the data without a hole or an overlap.
     *
     * @param dataBytes the number of bytes after the header
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) throws Malformed {
        SafetensorsHeader header = new SafetensorsParser(decode(json)).header();
        List<Map.Entry<String, Safetensors.Entry>> byPlace = header.entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Safetensors.Entry> e) ->
                                e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        long end = 0;
        for (Map.Entry<String, Safetensors.Entry> named : byPlace) {
            long begin = named.getValue().begin();
            if (begin != end) {
                throw new Malformed("tensor " + named.getKey() + " begins at byte " + begin
                        + (begin < end ? " and overlaps" : " and leaves a hole after")
                        + " the one that ends at byte " + end);
            }
            end = named.getValue().end();
        }
        if (end != dataBytes) {
            throw new Malformed(
                    "the tensors take " + end + " bytes, but the file has " + dataBytes + " after the header");
        }
        return header;
    }

    private static String decode(byte[] json) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("the header is not UTF-8");
        }
    }

    /** The header as JSON, padded with spaces to a multiple of eight bytes so that the data is aligned. */
    byte[] toJson() {
        Map<String, String> members = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            members.put(
                    METADATA,
                    metadata.entrySet().stream()
                            .map(e -> quote(e.getKey()) + ":" + quote(e.getValue()))
                            .collect(Collectors.joining(",", "{", "}")));
        }
        entries.forEach((name, entry) -> members.put(
                name,
                "{\"dtype\":\"" + entry.dtype() + "\",\"shape\":"
                        + entry.shape().dims().makeString("[", ",", "]") + ",\"data_offsets\":[" + entry.begin() + ","
                        + entry.end() + "]}"));
        byte[] json = members.entrySet().stream()
                .map(e -> quote(e.getKey()) + ":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[(json.length + 7) / 8 * 8];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    private static String quote(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
