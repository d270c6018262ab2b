package sevenlayers.dns.message;

/**
 * Bytes of a message that mean something together.
 *
 * @param offset where they begin
 * @param length how many they are, one at least
 * @param part of which part of the message
 * @param field by its name in the RFC
 * @param value what stands there, for people
 */
public record Span(int offset, int length, Part part, String field, String value) {

    /** The parts of a message (RFC 1035 §4.1). */
    public enum Part {
        HEADER,
        QUESTION,
        ANSWER,
        AUTHORITY,
        ADDITIONAL,
        /** From where the message cannot be read on. */
        REST
    }
}
