package sevenlayers.labs.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/** The secret that shows that a caller is the owner of the lab: a file that only the owner can read. */
public final class Token {

    private static final int BYTES = 32;

    private final byte[] value;

    private Token(String value) {
        this.value = value.getBytes(StandardCharsets.US_ASCII);
    }

    /** Draws a new token and writes it to {@code file}, which from its first moment only its owner can read. */
    public static Token create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Token token = new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), ownerOnly())) {
            channel.write(ByteBuffer.wrap(token.value));
        }
        return token;
    }

    /** Reads the token from {@code file}. */
    public static Token read(Path file) throws IOException {
        return new Token(Files.readString(file, StandardCharsets.US_ASCII).strip());
    }

    /** The value of the metadata {@code authorization}. */
    public String authorization() {
        return "Bearer " + new String(value, StandardCharsets.US_ASCII);
    }

    /** Whether {@code authorization} shows this token; takes the same time whatever is wrong with it. */
    public boolean isShownBy(String authorization) {
        return MessageDigest.isEqual(
                authorization.getBytes(StandardCharsets.UTF_8), authorization().getBytes(StandardCharsets.US_ASCII));
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
