package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.reference.ReferenceBackend;

class SafetensorsTest {

    /** A file as in the description of the format, with hand-written IEEE 754 words as elements. */
    private static final String GOLDEN_HEADER = """
            {"__metadata__":{"format":"pt"},\
            "w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
            "ids":{"dtype":"I32","shape":[3],"data_offsets":[16,28]},\
            "s":{"dtype":"F64","shape":[],"data_offsets":[28,36]}}""";

    private static final int[] GOLDEN_DATA = {
        0x00,
        0x00,
        0x80,
        0x3F, // 1
        0x00,
        0x00,
        0x00,
        0xC0, // -2
        0x00,
        0x00,
        0x00,
        0x3F, // 0.5
        0xDB,
        0x0F,
        0x49,
        0x40, // the float nearest to pi
        0x07,
        0x00,
        0x00,
        0x00, // 7
        0xFF,
        0xFF,
        0xFF,
        0xFF, // -1
        0x00,
        0x00,
        0x00,
        0x80, // -2^31
        0x00,
        0x00,
        0x00,
        0x00,
        0x00,
        0x00,
        0x04,
        0x40 // 2.5
    };

    private final Backend reference = new ReferenceBackend();

    @TempDir
    private Path folder;

    @Test
    void readsTheGoldenFile() throws IOException {
        Safetensors file = Safetensors.read(golden());

        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(file.entries().keySet()).containsExactly("w", "ids", "s");
        assertThat(file.entries().get("w")).isEqualTo(new Safetensors.Entry("F32", Shape.of(2, 2), 0, 16));
        assertThat(reference.readDoubles(file.load("w", reference))).containsExactly(1, -2, 0.5, (float) Math.PI);
        assertThat(reference.readInts(file.load("ids", reference))).containsExactly(7, -1, Integer.MIN_VALUE);
        Tensor s = file.load("s", reference);
        assertThat(s.shape()).isEqualTo(Shape.SCALAR);
        assertThat(reference.readDoubles(s)).containsExactly(2.5);
    }

    @Test
    void writesTheGoldenBytes() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("ids", Tensor.ofInts(reference, Shape.of(3), 7, -1, Integer.MIN_VALUE));
        tensors.put("s", Tensor.of(reference, Shape.SCALAR, 2.5));
        Path path = folder.resolve("out.safetensors");

        Safetensors.write(path, tensors, reference, Map.of("format", "pt"));

        String header = """
                {"__metadata__":{"format":"pt"},\
                "ids":{"dtype":"I32","shape":[3],"data_offsets":[0,12]},\
                "s":{"dtype":"F64","shape":[],"data_offsets":[12,20]}}""";
        byte[] bytes = Files.readAllBytes(path);
        int padded = (header.length() + 7) / 8 * 8;
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(padded);
        assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8))
                .isEqualTo(header + " ".repeat(padded - header.length()));
        assertThat(Arrays.copyOfRange(bytes, 8 + padded, bytes.length))
                .isEqualTo(Arrays.copyOfRange(bytes(GOLDEN_DATA), 16, 36));
        assertThat(folder).isDirectoryContaining(p -> p.equals(path));
        try (var files = Files.list(folder)) {
            assertThat(files).as("no temporary file is left").containsExactly(path);
        }
    }

    @Test
    void readsBackTheWrittenTensors() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        // more than one chunk, with a tail; an empty tensor between others; a name and text that need escapes
        Tensor large = Tensor.of(
                reference, Shape.of(3, 100_003), random.doubles(300_009, -1, 1).toArray());
        Tensor empty = Tensor.of(reference, Shape.of(0, 4), new double[0]);
        Tensor ints =
                Tensor.ofInts(reference, Shape.of(300_001), random.ints(300_001).toArray());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("layer.0/\"große\\Matrix\"\n\u0001", large);
        tensors.put("empty", empty);
        tensors.put("ints", ints);
        Path path = folder.resolve("round.safetensors");

        Safetensors.write(path, tensors, reference, Map.of("quote\"", "tab\t, Größe, \uD83D\uDE00"));

        Safetensors file = Safetensors.read(path);
        assertThat(file.metadata()).containsExactly(Map.entry("quote\"", "tab\t, Größe, \uD83D\uDE00"));
        assertThat(file.entries().keySet()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach(
                (name, tensor) -> assertThat(file.entries().get(name).shape()).isEqualTo(tensor.shape()));
        assertThat(reference.readDoubles(file.load("layer.0/\"große\\Matrix\"\n\u0001", reference)))
                .isEqualTo(reference.readDoubles(large));
        assertThat(reference.readInts(file.load("ints", reference))).isEqualTo(reference.readInts(ints));
        assertThat(file.load("empty", reference).size()).isZero();
    }

    @Test
    void anExistingFileIsReplaced() throws IOException {
        Path path = golden();

        Safetensors.write(path, Map.of("x", Tensor.of(reference, Shape.of(1), 3)), reference, Map.of());

        assertThat(Safetensors.read(path).entries()).containsOnlyKeys("x");
        assertThat(Safetensors.read(path).metadata()).isEmpty();
    }

    @Test
    void loadsIntoATensorThatFits() throws IOException {
        Safetensors file = Safetensors.read(golden());
        Tensor flat = Tensor.of(reference, Shape.of(6), 9, 9, 9, 9, 9, 9);

        file.load("w", reference, flat.rowSlice(1, 5));

        assertThat(reference.readDoubles(flat)).containsExactly(9, 1, -2, 0.5, (float) Math.PI, 9);
        assertThatThrownBy(() -> file.load("w", reference, flat))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("tensor w is F32[2, 2], which does not fit into F64[6]");
        assertThatThrownBy(() -> file.load("ids", reference, flat.rowSlice(0, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("tensor ids is I32[3], which does not fit into F64[3]");
        assertThatThrownBy(() -> file.load("v", reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("no tensor v, expected one of its 3 tensors");
    }

    /** Checkpoints contain position ids and masks in addition to the weights. */
    @Test
    void aFileMayContainTensorsOfOtherTypes() throws IOException {
        Path path = file("""
                {"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
                "w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},\
                "mask":{"dtype":"BOOL","shape":[2],"data_offsets":[12,14]},\
                "packed":{"dtype":"F4","shape":[3],"data_offsets":[14,16]},\
                "later":{"dtype":"X9","shape":[5],"data_offsets":[16,17]}}""", 7, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0x80, 0x3F, 1, 0, 0x12, 0x03, 9);

        Safetensors file = Safetensors.read(path);

        assertThat(reference.readDoubles(file.load("w", reference))).containsExactly(1);
        assertThat(file.entries().get("ids").dtype()).isEqualTo("I64");
        for (String name : new String[] {"ids", "mask", "packed", "later"}) {
            assertThatThrownBy(() -> file.load(name, reference))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(path + ": tensor " + name + " has dtype "
                            + file.entries().get(name).dtype()
                            + ", expected one of F64, F32, F16, BF16, I32: convert it first");
        }
    }

    /** Every bit pattern, by the formats' definitions: sign, exponent and fraction. */
    @ParameterizedTest
    @CsvSource({"F16, 5, 10", "BF16, 8, 7"})
    void convertsSixteenBitFloatsExactly(String dtype, int exponentBits, int fractionBits) throws IOException {
        int count = 1 << 16;
        int[] data = new int[2 * count];
        float[] expected = new float[count];
        int bias = (1 << (exponentBits - 1)) - 1;
        for (int bits = 0; bits < count; bits++) {
            data[2 * bits] = bits & 0xFF;
            data[2 * bits + 1] = bits >> 8;
            int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
            int fraction = bits & ((1 << fractionBits) - 1);
            double magnitude;
            if (exponent == (1 << exponentBits) - 1) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                magnitude = fraction * Math.pow(2, 1 - bias - fractionBits);
            } else {
                magnitude = (1 + fraction * Math.pow(2, -fractionBits)) * Math.pow(2, exponent - bias);
            }
            expected[bits] = (float) (bits >= 1 << 15 ? -magnitude : magnitude);
        }
        Path path =
                file("{\"t\":{\"dtype\":\"%s\",\"shape\":[65536],\"data_offsets\":[0,131072]}}".formatted(dtype), data);

        try (Backend scalar = Backends.create("scalar", 1)) {
            assertThat(scalar.readFloats(Safetensors.read(path).load("t", scalar)))
                    .isEqualTo(expected);
        }
        assertThat((float) reference.readDoubles(Safetensors.read(path).load("t", reference))[1])
                .isEqualTo(expected[1]);
    }

    /** A sparse file: 2.2 GB long, but only its last bytes are on the disk. */
    @Test
    void readsBeyondTwoGigabytes() throws IOException {
        long first = 550_000_000L * 4;
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[550000000],\"data_offsets\":[0,%d]},".formatted(first)
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}".formatted(first, first + 8);
        Path path = file(header);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            last.putFloat(1.5f).putFloat(-2.5f).flip();
            channel.write(last, 8 + header.length() + first);
        }

        assertThat(reference.readDoubles(Safetensors.read(path).load("b", reference)))
                .containsExactly(1.5, -2.5);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                      | the header has the end at character 0, expected '{'",
                " []                                   | the header has '[' at character 0, expected '{'",
                " {}x                                  | the header has 'x' at character 2, expected the end of the header",
                " {\"t\":1}                            | the header has '1' at character 5, expected '{'",
                " {\"t\":{}}                           | tensor t has the fields [], expected dtype, shape and data_offsets",
                " {\"t                                 | the header has the end at character 3, expected the end of a string",
                " {\"t\\q\":{}}                        | the header has 'q' at character 4, expected one of \"\\/bfnrtu after a backslash",
                " {\"t\":{\"kind\":\"F32\"}}           | tensor t has a field kind, expected dtype, shape and data_offsets",
                " {\"__metadata__\":{\"a\":1}}         | the header has '1' at character 21, expected '\"'",
                " {\"__metadata__\":{\"a\":\"\",\"a\":\"\"}} | the header names a twice",
                " {\"__metadata__\":{},\"__metadata__\":{}} | the header names __metadata__ twice",
            })
    void refusesAHeaderWithOtherJson(String header, String message) throws IOException {
        String text = header == null ? "" : header;
        Path path = file(text);
        assertThatThrownBy(() -> Safetensors.read(path))
                .isInstanceOf(IOException.class)
                .hasMessage(path + ": " + message);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "BF16 | [2]     | [0,8]    | tensor t is BF16[2] of 4 bytes, but its data_offsets hold 8",
                "I64  | [2]     | [0,8]    | tensor t is I64[2] of 16 bytes, but its data_offsets hold 8",
                "BOOL | [4]     | [0,8]    | tensor t is BOOL[4] of 4 bytes, but its data_offsets hold 8",
                "F4   | [4]     | [0,8]    | tensor t is F4[4] of 2 bytes, but its data_offsets hold 8",
                "X9   | [4]     | [0,4]    | the tensors take 4 bytes, but the file has 8 after the header",
                "F32  | [2]     | [0,4]    | tensor t is F32[2] of 8 bytes, but its data_offsets hold 4",
                "F64  | [1]     | [0,4]    | tensor t is F64[1] of 8 bytes, but its data_offsets hold 4",
                "F32  | [2]     | [8,0]    | tensor t has data_offsets [8, 0], expected [begin, end] with begin <= end",
                "F32  | [2]     | [0]      | tensor t has data_offsets [0], expected [begin, end] with begin <= end",
                "F32  | [2]     | [4,12]   | tensor t begins at byte 4 and leaves a hole after the one that ends at byte 0",
                "F32  | [1]     | [0,4]    | the tensors take 4 bytes, but the file has 8 after the header",
                "F32  | [4]     | [0,16]   | the tensors take 16 bytes, but the file has 8 after the header",
                "F32  | [-2]    | [0,8]    | the header has '-' at character 29, expected an integer of at most 18 digits",
                "F32  | [02]    | [0,8]    | the header has '0' at character 29, expected an integer of at most 18 digits",
                "F32  | [2.0]   | [0,8]    | the header has '.' at character 30, expected ']'",
                "F32  | [2,]    | [0,8]    | the header has ']' at character 31, expected an integer of at most 18 digits",
                "F32  | [9999999999999999999] | [0,8] | the header has '9' at character 29, expected an integer of at most 18 digits",
                "F32  | [4294967298] | [0,8] | tensor t has extent 4294967298, expected at most 2^31 - 1",
                "F32  | [65536,65536] | [0,8] | tensor t: shape [65536, 65536] has more than 2^31 - 1 elements; split it into smaller tensors",
            })
    void refusesATensorThatDoesNotFit(String dtype, String shape, String offsets, String message) throws IOException {
        String header = "{\"t\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}".formatted(dtype, shape, offsets);
        Path path = file(header, new int[8]);
        assertThatThrownBy(() -> Safetensors.read(path))
                .isInstanceOf(IOException.class)
                .hasMessage(path + ": " + message);
    }

    @Test
    void refusesTensorsThatOverlapOrRepeat() throws IOException {
        String t = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}";
        Path overlap = file("{\"a\":" + t.formatted(4, 12) + ",\"b\":" + t.formatted(0, 8) + "}", new int[12]);
        assertThatThrownBy(() -> Safetensors.read(overlap))
                .hasMessage(overlap + ": tensor a begins at byte 4 and overlaps the one that ends at byte 8");

        Path twice = file("{\"a\":" + t.formatted(0, 8) + ",\"a\":" + t.formatted(8, 16) + "}", new int[16]);
        assertThatThrownBy(() -> Safetensors.read(twice)).hasMessage(twice + ": the header names a twice");

        Path field = file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}");
        assertThatThrownBy(() -> Safetensors.read(field)).hasMessage(field + ": the header names dtype twice");
    }

    @Test
    void acceptsTensorsListedInAnotherOrderThanStored() throws IOException {
        String t = "{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[%d,%d]}";
        Path path = file(
                "{\"b\":" + t.formatted(4, 8) + ", \"a\" : " + t.formatted(0, 4) + "} ",
                new int[] {1, 0, 0, 0, 2, 0, 0, 0});

        assertThat(reference.readInts(Safetensors.read(path).load("b", reference)))
                .containsExactly(2);
    }

    @Test
    void refusesAnImpossibleLength() throws IOException {
        Path tiny = Files.write(folder.resolve("tiny"), new byte[5]);
        assertThatThrownBy(() -> Safetensors.read(tiny))
                .hasMessage(tiny + ": 5 bytes, expected at least the 8 of the header length");

        Path huge = Files.write(
                folder.resolve("huge"), bytes(new int[] {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, '{', '}'}));
        assertThatThrownBy(() -> Safetensors.read(huge))
                .hasMessage(huge + ": header length 18446744073709551615, expected at most 100000000");

        Path cut = Files.write(folder.resolve("cut"), bytes(new int[] {9, 0, 0, 0, 0, 0, 0, 0, '{', '}'}));
        assertThatThrownBy(() -> Safetensors.read(cut))
                .hasMessage(cut + ": header of 9 bytes in a file of 10 bytes: the file is cut short");

        Path latin = Files.write(folder.resolve("latin"), bytes(new int[] {2, 0, 0, 0, 0, 0, 0, 0, '{', 0xFC}));
        assertThatThrownBy(() -> Safetensors.read(latin)).hasMessage(latin + ": the header is not UTF-8");
    }

    @Test
    void refusesTheFormatsOwnNameForATensor() {
        Path path = folder.resolve("out");
        assertThatThrownBy(() -> Safetensors.write(
                        path, Map.of("__metadata__", Tensor.of(reference, Shape.of(1), 1)), reference, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThat(path).doesNotExist();
    }

    private Path golden() throws IOException {
        return file(GOLDEN_HEADER, GOLDEN_DATA);
    }

    private Path file(String header, int... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(bytes(data));
        return Files.write(folder.resolve("file.safetensors"), out.toByteArray());
    }

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }
}
