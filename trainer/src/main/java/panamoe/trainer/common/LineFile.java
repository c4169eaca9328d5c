package panamoe.trainer.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A text file that grows by whole lines. Text behind the last line end is a line that was not written completely: {@link #read} leaves
 * it out, and the next {@link #append} removes it.
 *
 * @param file the file, which need not exist yet
 */
public record LineFile(Path file) {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BLOCK = 1 << 13;

    /** The complete lines, each with its end, without a byte-order mark; empty if there is no file. */
    public String read() throws IOException {
        String text = text();
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** The text behind the last line end; empty if there is none. */
    public String torn() throws IOException {
        String text = text();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Bytes that are not UTF-8 become replacement characters: in a complete line, its reader refuses them. */
    private String text() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        String text = new String(Files.readAllBytes(InputFile.regular(file)), StandardCharsets.UTF_8);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /**
     * Creates the file, without a line, unless it exists.
     *
     * @throws IOException if lines cannot be appended to it
     */
    public void create() throws IOException {
        FileChannel.open(InputFile.regular(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
    }

    /**
     * Appends lines. After this method returns, the lines survive a crash. If they cannot be written completely, the file keeps none of
     * them.
     *
     * @param lines lines, each with its line end
     * @throws FileSystemException if the file cannot be written; it names the file
     */
    public void append(String lines) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            long end = endOfLines(channel);
            channel.truncate(end);
            try {
                writeAll(channel, lines, end);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    private static void writeAll(FileChannel channel, String lines, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        channel.position(from);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    /** The offset behind the last line end, in bytes; 0 if there is no line end. */
    private static long endOfLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long end = channel.size(); end > 0; end -= BLOCK) {
            long begin = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - begin));
            while (block.hasRemaining() && channel.read(block, begin + block.position()) >= 0) {
                // until the block is full
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
        }
        return 0;
    }
}
