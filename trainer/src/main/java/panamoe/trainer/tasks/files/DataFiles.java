package panamoe.trainer.tasks.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;

/** The files of a folder as text, and a fingerprint of all that was read of them. */
final class DataFiles {

    /** Stands where bytes are no text in a file's encoding; no text has this character (Unicode 16, section 23.7). */
    static final char NO_TEXT = '\uFFFF';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path folder;
    private final MessageDigest digest;

    DataFiles(Path folder) {
        this.folder = folder;
        this.digest = Sha256.digest();
    }

    /**
     * A file's text without a byte-order mark, {@link #NO_TEXT} standing for bytes that are none.
     *
     * @param file relative to the folder
     * @throws UserError if the file cannot be read
     */
    String text(String file, Charset encoding) {
        try {
            byte[] bytes = Files.readAllBytes(path(file));
            mix(bytes);
            WideText.of(bytes, encoding).ifPresent(wide -> {
                throw new UserError(file + ": looks like " + wide + ", and is read as " + encoding + ": say encoding: "
                        + wide.toLowerCase(Locale.ROOT));
            });
            String text = encoding.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith(String.valueOf(NO_TEXT))
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new UserError(folder.resolve(file) + ": no such file");
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("bytes that are no text are replaced", e);
        } catch (IOException e) {
            throw new UserError(folder.resolve(file) + " cannot be read: " + FileProblem.of(e));
        }
    }

    /**
     * A file's text, as {@link #text}, of a format in which a row is a line.
     *
     * @throws UserError if the file cannot be read, or its lines end as no line does here
     */
    String textOfLines(String file, Charset encoding) {
        String text = text(file, encoding);
        if (text.indexOf('\r') >= 0 && text.indexOf('\n') < 0) {
            throw new UserError(file
                    + ": its lines end with carriage returns alone (CR), which are text here: expected line feeds (LF)"
                    + " or both (CRLF); convert it, for example by tr '\\r' '\\n'");
        }
        return text;
    }

    private Path path(String file) {
        try {
            return folder.resolve(file);
        } catch (InvalidPathException e) {
            throw new UserError("file " + MessageText.quoted(file) + ": expected a path, " + e.getReason());
        }
    }

    /** Lets the fingerprint depend on something more. */
    void mix(byte[] bytes) {
        digest.update(bytes);
    }

    /** Tells apart what was read, in the order in which it was; to be asked once, at the end. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
