package sevenlayers.wire.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/** The options of one header, in the order in which they stand. */
public final class TcpOptions {
    public static final TcpOptions NONE = new TcpOptions(List.of());

    /** A header has room for 40 bytes of them: its length is counted in 4 bits, in words. */
    public static final int MAXIMUM_LENGTH = 40;

    // What connections ask for again and again is found once, when the list is made. Where an option is repeated its
    // last one counts.
    private final List<TcpOption> inOrder;
    private final int length;
    private int maximumSegmentSize = -1;
    private int windowScale = -1;
    private boolean sackPermitted;
    private boolean timestamps;
    private int timestampValue;
    private int timestampEchoReply;
    private List<SackBlock> sackBlocks = List.of();

    private TcpOptions(List<TcpOption> inOrder) {
        this.inOrder = inOrder;
        int sum = 0;
        for (TcpOption option : inOrder) {
            sum += option.length();
            remember(option);
        }
        length = sum;
    }

    public static TcpOptions of(List<TcpOption> options) {
        TcpOptions made = options.isEmpty() ? NONE : new TcpOptions(List.copyOf(options));
        if (made.length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("the options take " + made.length + " bytes; a header has room for 40");
        }
        return made;
    }

    public static TcpOptions of(TcpOption... options) {
        return of(List.of(options));
    }

    private void remember(TcpOption option) {
        switch (option) {
            case TcpOption.MaximumSegmentSize(int size) -> maximumSegmentSize = size;
            case TcpOption.WindowScale(int shift) -> windowScale = shift;
            case TcpOption.SackPermitted ignored -> sackPermitted = true;
            case TcpOption.Sack(List<SackBlock> blocks) -> sackBlocks = blocks;
            case TcpOption.Timestamps(int value, int echoReply) -> {
                timestamps = true;
                timestampValue = value;
                timestampEchoReply = echoReply;
            }
            case TcpOption.EndOfOptions ignored -> {}
            case TcpOption.NoOperation ignored -> {}
            case TcpOption.UserTimeout ignored -> {}
            case TcpOption.FastOpen ignored -> {}
            case TcpOption.Unknown ignored -> {}
            case TcpOption.Raw ignored -> {}
        }
    }

    /** What stands in a header after its first 20 bytes. */
    public static TcpOptions parse(Bytes bytes) {
        if (bytes.isEmpty()) {
            return NONE;
        }
        List<TcpOption> options = new ArrayList<>();
        int at = 0;
        while (at < bytes.length()) {
            int kind = bytes.at(at);
            if (kind == TcpOption.EndOfOptions.KIND) {
                // What follows is padding; an emitted header pads with zeros, which are ends of options themselves.
                options.add(new TcpOption.EndOfOptions());
                break;
            }
            if (kind == TcpOption.NoOperation.KIND) {
                options.add(new TcpOption.NoOperation());
                at++;
                continue;
            }
            int length = at + 1 < bytes.length() ? bytes.at(at + 1) : 0;
            if (length < 2 || at + length > bytes.length()) {
                // RFC 9293 §3.1, MUST-7: an illegal option length is survived;
                // the segment is thrown away with the reason.
                throw new MalformedPacketException("option " + kind + " at byte " + at + " of the options has length "
                        + length + "; allowed: 2 to " + (bytes.length() - at));
            }
            options.add(option(kind, bytes.slice(at + 2, length - 2)));
            at += length;
        }
        return new TcpOptions(List.copyOf(options));
    }

    private static TcpOption option(int kind, Bytes data) {
        if (!isRight(kind, data.length() + 2)) {
            return new TcpOption.Unknown(kind, data);
        }
        ByteBuffer in = data.buffer();
        return switch (kind) {
            case TcpOption.MaximumSegmentSize.KIND -> new TcpOption.MaximumSegmentSize(in.getShort() & 0xffff);
            case TcpOption.WindowScale.KIND -> new TcpOption.WindowScale(in.get() & 0xff);
            case TcpOption.SackPermitted.KIND -> new TcpOption.SackPermitted();
            case TcpOption.Sack.KIND -> new TcpOption.Sack(blocks(in));
            case TcpOption.Timestamps.KIND -> new TcpOption.Timestamps(in.getInt(), in.getInt());
            case TcpOption.UserTimeout.KIND -> {
                int value = in.getShort() & 0xffff;
                yield new TcpOption.UserTimeout(value >>> 15 != 0, value & 0x7fff);
            }
            case TcpOption.FastOpen.KIND -> new TcpOption.FastOpen(data);
            default -> throw new IllegalStateException("kind " + kind);
        };
    }

    /** Whether the kind is known and the length is one that it has. */
    private static boolean isRight(int kind, int length) {
        return switch (kind) {
            case TcpOption.MaximumSegmentSize.KIND -> length == TcpOption.MaximumSegmentSize.LENGTH;
            case TcpOption.WindowScale.KIND -> length == TcpOption.WindowScale.LENGTH;
            case TcpOption.SackPermitted.KIND -> length == TcpOption.SackPermitted.LENGTH;
            case TcpOption.Sack.KIND -> (length - 2) % SackBlock.LENGTH == 0;
            case TcpOption.Timestamps.KIND -> length == TcpOption.Timestamps.LENGTH;
            case TcpOption.UserTimeout.KIND -> length == TcpOption.UserTimeout.LENGTH;
            case TcpOption.FastOpen.KIND -> length == 2 || length >= 6 && length <= 18 && length % 2 == 0;
            default -> false;
        };
    }

    private static List<SackBlock> blocks(ByteBuffer in) {
        List<SackBlock> blocks = new ArrayList<>(4);
        while (in.hasRemaining()) {
            blocks.add(new SackBlock(in.getInt(), in.getInt()));
        }
        return blocks;
    }

    /** Writes them, and zeros up to the next word. */
    public void emit(ByteBuffer out) {
        for (TcpOption option : inOrder) {
            option.emit(out);
        }
        for (int i = length; i < paddedLength(); i++) {
            out.put((byte) 0);
        }
    }

    public List<TcpOption> inOrder() {
        return inOrder;
    }

    public int paddedLength() {
        return length + 3 & ~3;
    }

    /** -1: not said. */
    public int maximumSegmentSize() {
        return maximumSegmentSize;
    }

    /** -1: not said. */
    public int windowScale() {
        return windowScale;
    }

    public boolean sackPermitted() {
        return sackPermitted;
    }

    public boolean hasTimestamps() {
        return timestamps;
    }

    public int timestampValue() {
        return timestampValue;
    }

    public int timestampEchoReply() {
        return timestampEchoReply;
    }

    public List<SackBlock> sackBlocks() {
        return sackBlocks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcpOptions that && inOrder.equals(that.inOrder);
    }

    @Override
    public int hashCode() {
        return inOrder.hashCode();
    }

    @Override
    public String toString() {
        return inOrder.toString();
    }
}
