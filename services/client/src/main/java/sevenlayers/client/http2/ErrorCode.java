package sevenlayers.client.http2;

/** The error codes of RFC 9113 §7, in the order of their numbers. */
public enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final ErrorCode[] BY_NUMBER = values();

    /** The code's name, or its number in hexadecimal where the RFC gives it none. */
    public static String nameOf(long number) {
        return number >= 0 && number < BY_NUMBER.length
                ? BY_NUMBER[(int) number].name()
                : "error 0x" + Long.toHexString(number);
    }
}
