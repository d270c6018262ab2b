package sevenlayers.balancer.l7;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * TLS towards clients: RFC 9113 §9.2, with {@code h2} by ALPN (RFC 7301). A client that offers other protocols only is told
 * {@code no_application_protocol} by an alert. Backends are spoken to in clear: they are on the same network.
 */
public final class Tls {
    private final SslContext context;

    private Tls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads certificate and key.
     *
     * @param certificate a PEM file with the chain, ours first
     * @param key a PEM file with the key as PKCS #8, not encrypted
     * @throws IllegalArgumentException they cannot be used; the message says why
     */
    public static Tls of(Path certificate, Path key) {
        for (Path file : new Path[] {certificate, key}) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException(file + " cannot be read; a PEM file is expected");
            }
        }
        try {
            return new Tls(SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.FATAL_ALERT,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TLS cannot be spoken with " + certificate + " and " + key + ": " + reason(e)
                            + "; the key must be PKCS #8 and not encrypted",
                    e);
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return String.valueOf((cause == null ? e : cause).getMessage());
    }

    /** Handles the handshake and then the records, and hands the bytes in them to {@code next}. */
    ChannelHandler handler(Duration handshakeWithin, ChannelHandler next) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel client) {
                SslHandler records = context.newHandler(client.alloc());
                records.setHandshakeTimeoutMillis(handshakeWithin.toMillis());
                client.pipeline().addLast(records, next);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
            }
        };
    }
}
