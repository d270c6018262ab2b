package sevenlayers.handshake.tls.parameter;

/** Versions by their numbers: TLS 1.0 called itself SSL 3.1, and the count goes on. */
public final class ProtocolVersion {
    public static final int SSL_3_0 = 0x0300;
    public static final int TLS_1_0 = 0x0301;
    public static final int TLS_1_1 = 0x0302;
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    private ProtocolVersion() {}

    public static String name(int number) {
        return switch (number) {
            case 0x0002 -> "SSL 2.0";
            case SSL_3_0 -> "SSL 3.0";
            case TLS_1_0 -> "TLS 1.0, which is SSL 3.1";
            case TLS_1_1 -> "TLS 1.1";
            case TLS_1_2 -> "TLS 1.2";
            case TLS_1_3 -> "TLS 1.3";
            default -> Grease.is(number) ? Grease.MEANING : "not known";
        };
    }
}
