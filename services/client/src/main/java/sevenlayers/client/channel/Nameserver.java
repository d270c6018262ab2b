package sevenlayers.client.channel;

/**
 * Who is asked what addresses a name has.
 *
 * @param host a host name, or an IP address (version 6 without brackets)
 * @param port 1 to 65,535
 */
public record Nameserver(String host, int port) {
    static final int DNS_PORT = 53;

    @Override
    public String toString() {
        return Target.authority(host, port);
    }
}
