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
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;

/** Reads the files of a folder as text and computes a fingerprint of everything that was read. */
final class DataFiles {

    /**
     * Replaces bytes that are invalid in the encoding of the file. It is a Unicode noncharacter, so no text contains it (Unicode
     * 16, section 23.7).
     */
    static final char NO_TEXT = '\uFFFF';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path folder;
    private final MessageDigest digest;

    DataFiles(Path folder) {
        this.folder = folder;
        this.digest = Sha256.digest();
    }

    /**
     * The text of a file, without its byte-order mark. {@link #NO_TEXT} replaces invalid bytes.
     *
     * @param file relative to the folder
     * @throws UserError if the file cannot be read, or is in UTF-16 or UTF-32 but {@code encoding} is another one
     */
    String text(String file, Charset encoding) {
        try {
            byte[] bytes = Files.readAllBytes(InputFile.regular(path(file)));
            mix(bytes);
            WideText.of(bytes, encoding).ifPresent(wide -> {
                throw new UserError(file + ": looks like " + wide + " but is read as " + encoding + ": set encoding: "
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
            throw new IllegalStateException("the decoder replaces invalid bytes", e);
        } catch (IOException e) {
            throw new UserError(folder.resolve(file) + " cannot be read: " + FileProblem.of(e));
        }
    }

    /**
     * The text of a file, as {@link #text}, in a format with one row per line.
     *
     * @throws UserError if the file cannot be read, or its lines end with carriage returns only
     */
    String textOfLines(String file, Charset encoding) {
        String text = text(file, encoding);
        if (text.indexOf('\r') >= 0 && text.indexOf('\n') < 0) {
            throw new UserError(file
                    + ": its lines end with carriage returns only (CR): expected line feeds (LF)"
                    + " or both (CRLF); convert it, for example with tr '\\r' '\\n'");
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

    /** Adds bytes to the fingerprint. */
    void mix(byte[] bytes) {
        digest.update(bytes);
    }

    /** A hexadecimal digest of everything that was read, in order. Call it once, after the last read. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
