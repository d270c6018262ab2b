package sevenlayers.handshake.tls.extension;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.MalformedPacketException;

/** An extension: its number, and a body that depends on it and on the message around it. */
public sealed interface Extension
        permits ServerName,
                SupportedGroups,
                EcPointFormats,
                SignatureAlgorithms,
                Alpn,
                ExtendedMasterSecret,
                SessionTicketSupport,
                RenegotiationInfo,
                SupportedVersions,
                SelectedVersion,
                Cookie,
                PskModes,
                KeyShares,
                KeyShare,
                RetryGroup,
                PreSharedKeys,
                SelectedPsk,
                EarlyData,
                EarlyDataLimit,
                UnknownExtension {
    int number();

    /** Writes the body. */
    void emit(Writer out);

    /** A list of extensions, with its length in front. */
    static List<Extension> parseAll(Reader in, Place place) {
        List<Extension> extensions = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Reader list = in.vector("extensions", 2, 0, 0xffff);
        while (list.more()) {
            Extension extension = parse(list, place);
            // RFC 8446 §4.2: there must not be more than one extension of the same type in a block.
            if (!seen.add(extension.number())) {
                throw new MalformedPacketException(
                        ExtensionType.name(extension.number()) + " occurs twice; an extension may occur once");
            }
            extensions.add(extension);
        }
        return extensions;
    }

    private static Extension parse(Reader list, Place place) {
        int number = list.peekU16("extension_type");
        String name = ExtensionType.name(number);
        Reader whole = list.group(name, 4 + Math.min(list.peekU16(name, 2), list.left()));
        whole.u16("extension_type");
        whole.means(name);
        Reader in = whole.vector("extension_data", 2, 0, 0xffff);
        Extension extension = body(number, in, place);
        in.end();
        whole.end();
        return extension;
    }

    private static Extension body(int number, Reader in, Place place) {
        boolean offers = place == Place.CLIENT_HELLO;
        return switch (number) {
            case ExtensionType.SERVER_NAME -> ServerName.parse(in);
            case ExtensionType.SUPPORTED_GROUPS -> SupportedGroups.parse(in);
            case ExtensionType.EC_POINT_FORMATS -> EcPointFormats.parse(in);
            case ExtensionType.SIGNATURE_ALGORITHMS -> SignatureAlgorithms.parse(in);
            case ExtensionType.ALPN -> Alpn.parse(in);
            case ExtensionType.EXTENDED_MASTER_SECRET -> new ExtendedMasterSecret();
            case ExtensionType.SESSION_TICKET -> SessionTicketSupport.parse(in);
            case ExtensionType.RENEGOTIATION_INFO -> RenegotiationInfo.parse(in);
            case ExtensionType.SUPPORTED_VERSIONS -> offers ? SupportedVersions.parse(in) : SelectedVersion.parse(in);
            case ExtensionType.COOKIE -> Cookie.parse(in);
            case ExtensionType.PSK_KEY_EXCHANGE_MODES -> PskModes.parse(in);
            case ExtensionType.KEY_SHARE ->
                switch (place) {
                    case CLIENT_HELLO -> KeyShares.parse(in);
                    case HELLO_RETRY_REQUEST -> RetryGroup.parse(in);
                    default -> KeyShare.parse(in);
                };
            case ExtensionType.PRE_SHARED_KEY -> offers ? PreSharedKeys.parse(in) : SelectedPsk.parse(in);
            case ExtensionType.EARLY_DATA ->
                place == Place.NEW_SESSION_TICKET ? EarlyDataLimit.parse(in) : new EarlyData();
            default -> new UnknownExtension(number, in.more() ? in.rest("body") : sevenlayers.wire.Bytes.EMPTY);
        };
    }

    static void emitAll(List<Extension> extensions, Writer out) {
        out.vector(
                2,
                list -> extensions.forEach(
                        extension -> list.u16(extension.number()).vector(2, extension::emit)));
    }

    /** That of a kind, where there is one. */
    static <E extends Extension> Optional<E> find(List<Extension> extensions, Class<E> kind) {
        return extensions.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
