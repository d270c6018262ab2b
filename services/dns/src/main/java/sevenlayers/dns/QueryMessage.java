package sevenlayers.dns;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import sevenlayers.dns.message.Dissection;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.message.Span;
import sevenlayers.dns.v1.ExtendedError;
import sevenlayers.dns.v1.Message;
import sevenlayers.wire.Bytes;

/** DNS messages as messages of the contract. */
final class QueryMessage {
    private static final int EXTENDED_ERROR = 15;

    private QueryMessage() {}

    /** A message with each byte's meaning; what cannot be read is there as bytes. */
    static Message message(Bytes bytes) {
        Message.Builder message = Message.newBuilder().setBytes(ByteString.copyFrom(bytes.toArray()));
        Dissection.of(bytes).forEach(span -> message.addSpans(span(span)));
        MessageHeader header = MessageHeader.parse(bytes);
        message.setRcode(Rcode.string(header.rcode())).addAllFlags(flags(header));
        try {
            org.xbill.DNS.Message parsed = new org.xbill.DNS.Message(bytes.toArray());
            message.setRcode(Rcode.string(parsed.getRcode()))
                    .addAllAnswer(RecordMessages.sets(RecordSet.gather(parsed.getSection(Section.ANSWER))))
                    .addAllAuthority(RecordMessages.sets(RecordSet.gather(parsed.getSection(Section.AUTHORITY))))
                    .addAllAdditional(RecordMessages.sets(RecordSet.gather(parsed.getSection(Section.ADDITIONAL))));
            if (parsed.getOPT() != null) {
                parsed.getOPT().getOptions(EXTENDED_ERROR).forEach(option -> message.addErrors(error(option)));
            }
        } catch (IOException | RuntimeException unreadable) {
            return message.build(); // the spans say where it cannot be read on
        }
        return message.build();
    }

    private static ExtendedError error(EDNSOption option) {
        if (option instanceof ExtendedErrorCodeOption error) {
            String text = error.getText();
            return ExtendedError.newBuilder()
                    .setCode(error.getErrorCode())
                    .setText(text == null ? "" : text)
                    .build();
        }
        return ExtendedError.newBuilder()
                .setText(new String(option.toWire(), StandardCharsets.UTF_8))
                .build();
    }

    private static sevenlayers.dns.v1.Span span(Span span) {
        return sevenlayers.dns.v1.Span.newBuilder()
                .setOffset(span.offset())
                .setLength(span.length())
                .setField(span.field())
                .setValue(span.value())
                .setSection(span.part().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private static List<String> flags(MessageHeader header) {
        record Flag(String name, int bit) {}
        return List.of(
                        new Flag("qr", MessageHeader.QR),
                        new Flag("aa", MessageHeader.AA),
                        new Flag("tc", MessageHeader.TC),
                        new Flag("rd", MessageHeader.RD),
                        new Flag("ra", MessageHeader.RA),
                        new Flag("ad", 0x20),
                        new Flag("cd", 0x10))
                .stream()
                .filter(flag -> header.has(flag.bit()))
                .map(Flag::name)
                .toList();
    }
}
