package sevenlayers.dns.tsig;

import java.util.Arrays;

/** What was wrong with a signature, as the record says it (RFC 8945 §3, §5.2). */
public enum TsigError {
    NONE(0, "nothing"),
    BADSIG(16, "the signature is not that of this message with this key"),
    BADKEY(17, "the key, or the algorithm with it, is not known"),
    BADTIME(18, "the clocks of both sides are too far apart"),
    BADTRUNC(22, "the signature is too short");

    private final int code;
    private final String meaning;

    TsigError(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    static String say(int code) {
        return Arrays.stream(values())
                .filter(each -> each.code == code)
                .map(each -> each + ", " + each.meaning)
                .findFirst()
                .orElse("error " + code);
    }
}
