@org.jspecify.annotations.NullMarked
package sevenlayers.handshake.tcp.congestion.bbr;
