package sevenlayers.dns.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Asks servers, the plain way. */
public final class Asker {
    private static final int PATIENCE_MILLIS = 5000;

    private Asker() {}

    /** A question to a server, RD clear. */
    public static Message question(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        return query;
    }

    public static Message udp(InetSocketAddress server, Message query) {
        return tryUdp(server, query, PATIENCE_MILLIS)
                .orElseThrow(() -> new AssertionError("no reply from " + server + " to " + query.getQuestion()));
    }

    /** Empty where no reply came in time. */
    public static Optional<Message> tryUdp(InetSocketAddress server, Message query, int patienceMillis) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(patienceMillis);
            byte[] wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length, server));
            byte[] room = new byte[65_535];
            DatagramPacket packet = new DatagramPacket(room, room.length);
            socket.receive(packet);
            return Optional.of(new Message(java.util.Arrays.copyOf(room, packet.getLength())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static Message tcp(InetSocketAddress server, Message query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] wire = query.toWire();
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(wire.length);
            out.write(wire);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return new Message(reply);
        }
    }
}
