package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.cipher.Sealer;
import sevenlayers.crypto.key.KeyException;

/** What requests are checked by, and what those get that cannot be done. */
final class CryptoRules {
    static final int MOST_BYTES = Sealer.MOST_PLAINTEXT_BYTES;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private CryptoRules() {}

    static void name(Violations violations, String field, String name) {
        violations.check(
                NAME.matcher(name).matches(),
                field,
                Violations.quoted(name)
                        + " is no name of a key; allowed: 1 to 64 letters, digits, - and _, the first a letter or a digit");
    }

    static void size(Violations violations, String field, ByteString bytes) {
        violations.check(
                bytes.size() <= MOST_BYTES,
                field,
                bytes.size() + " bytes are too many; allowed: " + MOST_BYTES
                        + " (for what is longer there is EncryptStream)");
    }

    /**
     * What was damaged on its way is told before anything is done with it.
     *
     * @param said whether the caller says what it should be
     */
    static void intact(Violations violations, String field, ByteString bytes, boolean said, int crc32c) {
        violations.check(
                !said || crc32c(bytes) == crc32c,
                field + "_crc32c",
                "0x" + Integer.toHexString(crc32c) + " is not the CRC32C of the " + bytes.size()
                        + " bytes that came; allowed: what the bytes had when they were sent. Send them again");
    }

    static int crc32c(ByteString bytes) {
        CRC32C sum = new CRC32C();
        bytes.asReadOnlyByteBufferList().forEach(sum::update);
        return (int) sum.getValue();
    }

    /** The one answer to every ciphertext that does not open. */
    static RuntimeException badCiphertext() {
        return LabStatus.exception(
                Status.Code.INVALID_ARGUMENT,
                "CIPHERTEXT_INVALID",
                "The ciphertext does not open with this key and this associated data. There is no more to say: whoever could tell one"
                        + " reason from another could find out plaintexts.");
    }

    /** A key that cannot do what was asked. */
    static RuntimeException status(KeyException e) {
        Status.Code code = switch (e.reason()) {
            case KEY_NOT_FOUND, VERSION_NOT_FOUND -> Status.Code.NOT_FOUND;
            case KEY_EXISTS -> Status.Code.ALREADY_EXISTS;
            case TOO_MANY -> Status.Code.RESOURCE_EXHAUSTED;
            case WRONG_PURPOSE,
                    VERSION_DISABLED,
                    VERSION_DESTROYED,
                    VERSION_TOO_OLD,
                    STATE_NOT_ALLOWED,
                    NO_PUBLIC_KEY -> Status.Code.FAILED_PRECONDITION;
        };
        return LabStatus.exception(code, e.reason().name(), String.valueOf(e.getMessage()), Map.of());
    }
}
