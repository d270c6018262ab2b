package sevenlayers.handshake.host;

import sevenlayers.wire.Bytes;

/**
 * What a program may choose of the IP header of its connection (RFC 9293 §3.9.2).
 *
 * @param timeToLive 1 to 255
 * @param differentiatedServices the six bits of DSCP: 0 to 63
 * @param options as they stand in the header, a source route for example: a multiple of 4 bytes, up to 40
 */
public record IpChoices(int timeToLive, int differentiatedServices, Bytes options) {
    public static final IpChoices DEFAULT = new IpChoices(64, 0, Bytes.EMPTY);

    public IpChoices {
        if (timeToLive < 1
                || timeToLive > 255
                || differentiatedServices >>> 6 != 0
                || options.length() % 4 != 0
                || options.length() > 40) {
            throw new IllegalArgumentException("a time to live is 1 to 255, DSCP 0 to 63, options are up to 10 words");
        }
    }

    IpChoices withOptions(Bytes other) {
        return new IpChoices(timeToLive, differentiatedServices, other);
    }
}
