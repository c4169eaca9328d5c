package panamoe.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A file of named tensors in the safetensors format (huggingface.co/docs/safetensors): eight bytes of header length, a
 * JSON header, then the elements, all little-endian. {@link #read} checks the whole header; {@link #load} reads the
 * elements of one tensor. A file may be larger than 2 GB; a tensor has at most 2^31 - 1 elements.
 *
 * <p>{@link #load} reads F64, F32, F16, BF16 and I32 tensors. It converts floating elements to the backend's floating
 * type; 16-bit elements convert to single precision exactly. A file may also contain tensors of other types.
 */
public final class Safetensors {

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path path;
    private final SafetensorsHeader header;
    private final long dataBegin;

    private Safetensors(Path path, SafetensorsHeader header, long dataBegin) {
        this.path = path;
        this.header = header;
        this.dataBegin = dataBegin;
    }

    /**
     * The header entry of one tensor.
     *
     * @param dtype the format's name of the type, for example {@code F32}; {@link #load} does not read every type
     * @param begin the offset of its first byte from the end of the header
     * @param end the offset of the byte after its last
     */
    public record Entry(String dtype, Shape shape, long begin, long end) {}

    /**
     * Reads and checks the header.
     *
     * @throws IOException if the file cannot be read or is malformed, in one line that names it
     */
    public static Safetensors read(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) { // such as a pipe, which has no size and may never end
            throw new IOException(path + ": expected a regular file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long fileBytes = channel.size();
            if (fileBytes < Long.BYTES) {
                throw new IOException(path + ": " + fileBytes + " bytes, expected at least the 8 of the header length");
            }
            long headerBytes = fully(channel, 0, little(Long.BYTES)).getLong();
            if (headerBytes < 0 || headerBytes > SafetensorsHeader.MAX_BYTES) {
                throw new IOException(path + ": header length " + Long.toUnsignedString(headerBytes)
                        + ", expected at most " + SafetensorsHeader.MAX_BYTES);
            }
            long dataBegin = Long.BYTES + headerBytes;
            if (dataBegin > fileBytes) {
                throw new IOException(path + ": header of " + headerBytes + " bytes in a file of " + fileBytes
                        + " bytes: the file is cut short");
            }
            byte[] json = fully(channel, Long.BYTES, little((int) headerBytes)).array();
            try {
                return new Safetensors(path, SafetensorsHeader.parse(json, fileBytes - dataBegin), dataBegin);
            } catch (SafetensorsHeader.Malformed e) {
                throw new IOException(path + ": " + e.getMessage(), e);
            }
        }
    }

    /** The tensors by name, in the header's order. */
    public SequencedMap<String, Entry> entries() {
        return Collections.unmodifiableSequencedMap(header.entries());
    }

    /** The header's {@code __metadata__}, empty if it has none. */
    public SequencedMap<String, String> metadata() {
        return Collections.unmodifiableSequencedMap(header.metadata());
    }

    /**
     * Reads one tensor, a floating one as the backend's floating type.
     *
     * @throws IllegalArgumentException if there is no tensor of this name, or its type is one that is not read
     * @throws IOException if the file cannot be read
     */
    public Tensor load(String name, Backend backend) throws IOException {
        Entry entry = entry(name);
        DType dtype = type(name, entry).kind() == SafetensorsType.Kind.FLOATING ? backend.floatType() : DType.I32;
        Tensor tensor = Tensor.zeros(backend, dtype, entry.shape());
        load(name, backend, tensor);
        return tensor;
    }

    /**
     * Reads one tensor into {@code y}, which has the entry's size and kind (floating or integer). Floating elements are
     * converted to y's type.
     *
     * @throws IllegalArgumentException if there is no tensor of this name, its type is one that is not read, or y does
     *     not fit
     * @throws IOException if the file cannot be read
     */
    public void load(String name, Backend backend, Tensor y) throws IOException {
        Entry entry = entry(name);
        SafetensorsType type = type(name, entry);
        if (y.size() != entry.shape().size()
                || y.dtype().isFloating() != (type.kind() == SafetensorsType.Kind.FLOATING)) {
            throw new IllegalArgumentException(path + ": tensor " + name + " is " + entry.dtype() + entry.shape()
                    + ", which does not fit into " + y);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            switch (type) {
                case F32 -> backend.write(y, readFloats(channel, entry));
                case F64 -> backend.write(y, readDoubles(channel, entry));
                case F16 -> backend.write(y, readShorts(channel, entry, Float::float16ToFloat));
                // a BF16 is the upper half of a float
                case BF16 -> backend.write(y, readShorts(channel, entry, bits -> Float.intBitsToFloat(bits << 16)));
                case I32 -> backend.write(y, readInts(channel, entry));
                default -> throw new IllegalStateException("a type that is not read: " + type);
            }
        }
    }

    private SafetensorsType type(String name, Entry entry) {
        return SafetensorsType.of(entry.dtype())
                .filter(type -> type.kind() != SafetensorsType.Kind.NOT_READ)
                .orElseThrow(() -> new IllegalArgumentException(path + ": tensor " + name + " has dtype "
                        + entry.dtype() + ", expected one of " + SafetensorsType.read() + ": convert it first"));
    }

    private Entry entry(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(path + ": no tensor " + name + ", expected one of its "
                    + header.entries().size() + " tensors");
        }
        return entry;
    }

    private float[] readFloats(FileChannel channel, Entry entry) throws IOException {
        float[] out = new float[entry.shape().size()];
        for (int done = 0; done < out.length; ) {
            ByteBuffer chunk = chunk(channel, entry, done, out.length);
            int n = chunk.remaining() / Float.BYTES;
            chunk.asFloatBuffer().get(out, done, n);
            done += n;
        }
        return out;
    }

    private double[] readDoubles(FileChannel channel, Entry entry) throws IOException {
        double[] out = new double[entry.shape().size()];
        for (int done = 0; done < out.length; ) {
            ByteBuffer chunk = chunk(channel, entry, done, out.length);
            int n = chunk.remaining() / Double.BYTES;
            chunk.asDoubleBuffer().get(out, done, n);
            done += n;
        }
        return out;
    }

    private int[] readInts(FileChannel channel, Entry entry) throws IOException {
        int[] out = new int[entry.shape().size()];
        for (int done = 0; done < out.length; ) {
            ByteBuffer chunk = chunk(channel, entry, done, out.length);
            int n = chunk.remaining() / Integer.BYTES;
            chunk.asIntBuffer().get(out, done, n);
            done += n;
        }
        return out;
    }

    /** The value of a 16-bit float. */
    @FunctionalInterface
    private interface Widening {
        float of(short bits);
    }

    private float[] readShorts(FileChannel channel, Entry entry, Widening widening) throws IOException {
        float[] out = new float[entry.shape().size()];
        for (int done = 0; done < out.length; ) {
            ByteBuffer chunk = chunk(channel, entry, done, out.length);
            while (chunk.hasRemaining()) {
                out[done++] = widening.of(chunk.getShort());
            }
        }
        return out;
    }

    /** Reads one chunk of elements, from element {@code done} on. */
    private ByteBuffer chunk(FileChannel channel, Entry entry, int done, int length) throws IOException {
        int width = (int) ((entry.end() - entry.begin()) / length);
        int n = Math.min(length - done, CHUNK_BYTES / width);
        return fully(channel, dataBegin + entry.begin() + (long) done * width, little(n * width));
    }

    private static ByteBuffer fully(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file ends at byte " + (position + buffer.position()) + " of "
                        + (position + buffer.limit()) + " expected: was it changed while being read?");
            }
        }
        return buffer.flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes the tensors in the map's order, each with its own type. The file is written under a temporary name in the
     * same folder and then moved, so a reader never sees a partial file.
     *
     * @param metadata any strings; may be empty
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
     * @throws IOException if the file cannot be written
     */
    public static void write(Path path, Map<String, Tensor> tensors, Backend backend, Map<String, String> metadata)
            throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            Check.that(
                    !named.getKey().equals(SafetensorsHeader.METADATA),
                    "a tensor cannot be named " + SafetensorsHeader.METADATA + ": the format keeps this name");
            Tensor t = named.getValue();
            long begin = end;
            end += (long) t.size() * t.dtype().bytes();
            entries.put(named.getKey(), new Entry(t.dtype().name(), t.shape(), begin, end));
        }
        byte[] json = new SafetensorsHeader(entries, new LinkedHashMap<>(metadata)).toJson();

        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                write(channel, little(Long.BYTES).putLong(json.length).flip());
                write(channel, ByteBuffer.wrap(json));
                for (Tensor t : tensors.values()) {
                    writeElements(channel, t, backend);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, e.getMessage());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes in chunks: memory may not have room for a copy of a whole tensor, such as the moments of all weights. */
    private static void writeElements(FileChannel channel, Tensor t, Backend backend) throws IOException {
        int perChunk = CHUNK_BYTES / t.dtype().bytes();
        for (int done = 0; done < t.size(); done += perChunk) {
            int n = Math.min(perChunk, t.size() - done);
            Tensor part = Tensor.of(t.storage(), t.offset() + done, Shape.of(n));
            ByteBuffer chunk = little(n * t.dtype().bytes());
            switch (t.dtype()) {
                case F32 -> chunk.asFloatBuffer().put(backend.readFloats(part));
                case F64 -> chunk.asDoubleBuffer().put(backend.readDoubles(part));
                case I32 -> chunk.asIntBuffer().put(backend.readInts(part));
            }
            write(channel, chunk);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
