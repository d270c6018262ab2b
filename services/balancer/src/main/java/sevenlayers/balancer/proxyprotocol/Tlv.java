package sevenlayers.balancer.proxyprotocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One more thing that a header of version 2 says: type, length, value. Those that are not understood are passed over.
 *
 * @param type 0 to 255
 * @param value at most 65,535 bytes; not changed after it was given away
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Tlv(int type, byte[] value) {
    /** {@code PP2_TYPE_CRC32C}: the checksum of the whole header. */
    public static final int CRC32C = 0x03;

    /** {@code PP2_TYPE_NOOP}: padding. */
    public static final int NOOP = 0x04;

    /** Bytes of type and length. */
    static final int HEADER = 3;

    /** Checks the ranges. */
    public Tlv {
        if (type < 0 || type > 0xff || value.length > 0xffff) {
            throw new IllegalArgumentException("type " + type + " with " + value.length + " bytes");
        }
    }

    int size() {
        return HEADER + value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlv(int itsType, byte[] itsValue) && itsType == type && Arrays.equals(itsValue, value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Tlv[0x%02x %s]".formatted(type, HexFormat.of().formatHex(value));
    }
}
