package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.parameter.Grease;

/** The numbers of extensions. */
public final class ExtensionType {
    public static final int SERVER_NAME = 0;
    public static final int SUPPORTED_GROUPS = 10;
    public static final int EC_POINT_FORMATS = 11;
    public static final int SIGNATURE_ALGORITHMS = 13;
    public static final int ALPN = 16;
    public static final int EXTENDED_MASTER_SECRET = 23;
    public static final int SESSION_TICKET = 35;
    public static final int PRE_SHARED_KEY = 41;
    public static final int EARLY_DATA = 42;
    public static final int SUPPORTED_VERSIONS = 43;
    public static final int COOKIE = 44;
    public static final int PSK_KEY_EXCHANGE_MODES = 45;
    public static final int KEY_SHARE = 51;
    public static final int RENEGOTIATION_INFO = 0xff01;

    private ExtensionType() {}

    public static String name(int number) {
        return switch (number) {
            case SERVER_NAME -> "server_name";
            case 1 -> "max_fragment_length";
            case 5 -> "status_request";
            case SUPPORTED_GROUPS -> "supported_groups";
            case EC_POINT_FORMATS -> "ec_point_formats";
            case SIGNATURE_ALGORITHMS -> "signature_algorithms";
            case ALPN -> "application_layer_protocol_negotiation";
            case 18 -> "signed_certificate_timestamp";
            case 21 -> "padding";
            case 22 -> "encrypt_then_mac";
            case EXTENDED_MASTER_SECRET -> "extended_master_secret";
            case 28 -> "record_size_limit";
            case SESSION_TICKET -> "session_ticket";
            case PRE_SHARED_KEY -> "pre_shared_key";
            case EARLY_DATA -> "early_data";
            case SUPPORTED_VERSIONS -> "supported_versions";
            case COOKIE -> "cookie";
            case PSK_KEY_EXCHANGE_MODES -> "psk_key_exchange_modes";
            case 47 -> "certificate_authorities";
            case 49 -> "post_handshake_auth";
            case 50 -> "signature_algorithms_cert";
            case KEY_SHARE -> "key_share";
            case RENEGOTIATION_INFO -> "renegotiation_info";
            default -> Grease.is(number) ? Grease.MEANING : "extension " + number;
        };
    }
}
