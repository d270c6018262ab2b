package sevenlayers.handshake.tls.alert;

import java.util.Arrays;
import java.util.Optional;

/** Why an alert is sent (RFC 8446 §6, and those of RFC 5246 §7.2 that TLS 1.3 no longer sends). */
public enum AlertDescription {
    CLOSE_NOTIFY(0, "the sender will write no more"),
    UNEXPECTED_MESSAGE(10, "a message that may not come now"),
    BAD_RECORD_MAC(20, "a record that does not open under the key"),
    RECORD_OVERFLOW(22, "a record longer than allowed"),
    HANDSHAKE_FAILURE(40, "nothing that both sides accept"),
    BAD_CERTIFICATE(42, "a certificate that is corrupt or has a signature that does not fit"),
    UNSUPPORTED_CERTIFICATE(43, "a certificate of a kind that is not supported"),
    CERTIFICATE_REVOKED(44, "a certificate that its issuer took back"),
    CERTIFICATE_EXPIRED(45, "a certificate that is not valid at this time"),
    CERTIFICATE_UNKNOWN(46, "a certificate that is not acceptable for another reason"),
    ILLEGAL_PARAMETER(47, "a field with a value that is not allowed, or not with the other fields"),
    UNKNOWN_CA(48, "a chain that leads to no authority that is trusted"),
    ACCESS_DENIED(49, "a certificate that is valid, and access that is not granted"),
    DECODE_ERROR(50, "a message that cannot be parsed"),
    DECRYPT_ERROR(51, "a signature, a Finished or a binder that does not fit"),
    PROTOCOL_VERSION(70, "a version that is known and not supported"),
    INSUFFICIENT_SECURITY(71, "nothing that is strong enough"),
    INTERNAL_ERROR(80, "a failure that has nothing to do with the peer"),
    INAPPROPRIATE_FALLBACK(86, "a retry with an older version than both sides have"),
    USER_CANCELED(90, "the handshake is given up for a reason of the user's"),
    NO_RENEGOTIATION(100, "no new handshake on this connection (TLS 1.2)"),
    MISSING_EXTENSION(109, "an extension that must be there is not"),
    UNSUPPORTED_EXTENSION(110, "an extension that was not asked for"),
    UNRECOGNIZED_NAME(112, "no server of that name here"),
    BAD_CERTIFICATE_STATUS_RESPONSE(113, "an OCSP response that is not valid"),
    UNKNOWN_PSK_IDENTITY(115, "no such pre-shared key"),
    CERTIFICATE_REQUIRED(116, "a client without a certificate, where one is asked for"),
    NO_APPLICATION_PROTOCOL(120, "no application protocol that both sides speak");

    private final int number;
    private final String meaning;

    AlertDescription(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }

    public static Optional<AlertDescription> of(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    /** The name as the RFC writes it, with the number; the number alone where it is not known. */
    public static String name(int number) {
        return of(number)
                .map(known -> known.name().toLowerCase(java.util.Locale.ROOT) + " (" + number + ")")
                .orElse("alert " + number);
    }
}
