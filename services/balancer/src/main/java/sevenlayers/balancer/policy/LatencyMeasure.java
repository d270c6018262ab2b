package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.PeakEwma;

/** Which time of a call counts as its response time. */
public enum LatencyMeasure {
    /** L7: until the response's first headers. L4: until the connection is there. */
    FIRST_RESPONSE,
    /** L7: until the end of the response. L4: a connection's whole life. */
    WHOLE_CALL;

    /** The average of that time. */
    public PeakEwma of(Backend backend) {
        return switch (this) {
            case FIRST_RESPONSE -> backend.firstResponse();
            case WHOLE_CALL -> backend.wholeCall();
        };
    }
}
