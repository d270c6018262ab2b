package sevenlayers.wire.pcapng;

/** The numbers of the format (draft-ietf-opsawg-pcapng §3, §4): types of blocks, and codes of their options. */
final class Block {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    static final int END_OF_OPTIONS = 0;
    static final int COMMENT = 1;
    static final int SECTION_USER_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_TIME_RESOLUTION = 9;
    static final int PACKET_FLAGS = 2;

    private Block() {}

    /** All is filled up to words of 4 bytes. */
    static int padded(int length) {
        return length + 3 & ~3;
    }
}
