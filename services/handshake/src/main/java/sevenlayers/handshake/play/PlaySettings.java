package sevenlayers.handshake.play;

import sevenlayers.handshake.host.InitialSequenceNumbers;
import sevenlayers.handshake.tcp.TcpSettings;

/**
 * The host, and where its peer is.
 *
 * @param mtu of the host's link
 */
public record PlaySettings(
        TcpSettings tcp, InitialSequenceNumbers numbers, int hostAddress, int yourAddress, int mtu) {}
