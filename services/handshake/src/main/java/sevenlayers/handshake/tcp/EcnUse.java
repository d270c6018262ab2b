package sevenlayers.handshake.tcp;

/** What an end does about explicit congestion notification; kernels number these 0, 1 and 2 ({@code tcp_ecn}). */
public enum EcnUse {
    /** It neither asks for marks nor agrees to them. */
    OFF,
    /** Its SYN asks, and it agrees where the other end asks. */
    ASKS,
    /** It agrees where the other end asks, and does not ask itself: a SYN that asks may be lost on old paths (RFC 3168 §6.1.1.1). */
    ANSWERS
}
