package sevenlayers.labs.course.cel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes as answers and requests have them: JSON has no bytes, so they are base64. */
final class Base64Bytes {
    private Base64Bytes() {}

    static byte[] of(Object base64) {
        if (base64 instanceof String text) {
            return Base64.getDecoder().decode(text);
        }
        throw new IllegalArgumentException("these are no bytes in base64: " + base64);
    }

    static String ofText(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(Object bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    static String utf8(Object bytes) {
        return new String(of(bytes), StandardCharsets.UTF_8);
    }

    static String flipped(Object bytes, long bit) {
        byte[] changed = of(bytes);
        if (bit < 0 || bit >= 8L * changed.length) {
            throw new IllegalArgumentException("there is no bit " + bit + " in " + changed.length + " bytes");
        }
        changed[(int) (bit / 8)] ^= (byte) (0x80 >> bit % 8);
        return base64(changed);
    }

    static String xor(Object one, Object other) {
        byte[] a = of(one);
        byte[] b = of(other);
        byte[] both = new byte[Math.min(a.length, b.length)];
        for (int i = 0; i < both.length; i++) {
            both[i] = (byte) (a[i] ^ b[i]);
        }
        return base64(both);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
