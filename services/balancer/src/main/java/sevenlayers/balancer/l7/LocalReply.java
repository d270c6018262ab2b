package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the balancer says itself, in the language of the request: gRPC's trailers, or an HTTP status with a sentence. */
final class LocalReply {
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
    private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");

    private LocalReply() {}

    /** What can go wrong between a client and its backend, as each protocol calls it. */
    enum Problem {
        /** No backend could be asked, or the one that was asked is lost. */
        UNAVAILABLE("14", "503"),
        /** The backend broke off or answered nonsense; gRPC has one status for both. */
        BAD_GATEWAY("14", "502"),
        /** The request's own deadline passed while it was still with us. */
        DEADLINE_EXCEEDED("4", "504"),
        /** We hold as much for others as we may. */
        RESOURCE_EXHAUSTED("8", "503"),
        /** More headers than the backend says it takes. */
        HEADERS_TOO_LARGE("8", "431"),
        /** Such a request is not for a gateway. */
        NOT_IMPLEMENTED("12", "501");

        private final String grpcStatus;
        private final String httpStatus;

        Problem(String grpcStatus, String httpStatus) {
            this.grpcStatus = grpcStatus;
            this.httpStatus = httpStatus;
        }
    }

    /** Whether a content type is gRPC's: {@code application/grpc}, alone or with {@code +proto}, {@code ;charset=...}. */
    static boolean isGrpc(@Nullable CharSequence contentType) {
        if (contentType == null || !AsciiString.regionMatches(contentType, true, 0, GRPC, 0, GRPC.length())) {
            return false;
        }
        return contentType.length() == GRPC.length() || "+; ".indexOf(contentType.charAt(GRPC.length())) >= 0;
    }

    /** Headers of a response that ends with them. gRPC over HTTP/2: "Trailers-Only". */
    static Http2Headers grpcTrailersOnly(Problem problem, String message) {
        return grpcTrailers(problem, message).status("200").set(HttpHeaderNames.CONTENT_TYPE, GRPC);
    }

    /** The end of a gRPC response whose headers have been sent. */
    static Http2Headers grpcTrailers(Problem problem, String message) {
        return new DefaultHttp2Headers()
                .set(GRPC_STATUS, problem.grpcStatus)
                .set(GRPC_MESSAGE, percentEncoded(message));
    }

    /** Headers of a response that goes on with {@link #httpBody}. */
    static Http2Headers httpHeaders(Problem problem) {
        return new DefaultHttp2Headers()
                .status(problem.httpStatus)
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    }

    static ByteBuf httpBody(String message) {
        return Unpooled.copiedBuffer(message + "\n", StandardCharsets.UTF_8);
    }

    // gRPC over HTTP/2, "Status-Message": bytes outside %x20-%x24 and %x26-%x7E are %XX of their UTF-8.
    static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
