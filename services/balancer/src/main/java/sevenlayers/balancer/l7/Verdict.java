package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/**
 * Whether a response speaks against the backend that gave it. The list is the contract's ({@code OutlierDetection}): statuses by which a
 * server says that it cannot serve, not those by which it says that the request is wrong.
 */
final class Verdict {
    private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");

    private Verdict() {}

    /**
     * Whether a complete response is a good one.
     *
     * @param grpc whether the request was gRPC's
     * @param status the HTTP status of the final headers
     * @param last the headers or trailers that ended the response
     */
    static boolean good(boolean grpc, int status, Http2Headers last) {
        if (status >= 500) {
            return false;
        }
        CharSequence grpcStatus = last.get(GRPC_STATUS);
        if (grpcStatus == null) {
            // gRPC over HTTP/2, "Responses": status 200 comes with a grpc-status at the end.
            return !grpc || status != 200;
        }
        return switch (grpcStatus.toString()) {
            case "2", "4", "8", "13", "14", "15" ->
                false; // UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE, DATA_LOSS
            default -> true;
        };
    }

    /** Whether a response that ended with its body is a good one. */
    static boolean goodWithoutTrailers(boolean grpc, int status) {
        return status < 500 && !(grpc && status == 200);
    }

    /** The HTTP status as a number; 0 if it is none. */
    static int status(Http2Headers headers) {
        CharSequence status = headers.status();
        int number = 0;
        for (int i = 0; status != null && i < status.length(); i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > 99) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
