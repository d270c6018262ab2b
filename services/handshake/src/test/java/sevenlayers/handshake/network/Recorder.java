package sevenlayers.handshake.network;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.ipv4.Ipv4Address;

/** A host that only keeps what arrives, and when. */
final class Recorder implements Node {
    record Arrival(long number, long atMicros, Packet packet) {}

    private final String name;
    private final int address;
    private final Scheduler scheduler;
    final List<Arrival> arrivals = new ArrayList<>();

    Recorder(String name, String address, Scheduler scheduler) {
        this.name = name;
        this.address = Ipv4Address.parse(address);
        this.scheduler = scheduler;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public void arrived(Packet packet) {
        arrivals.add(new Arrival(packet.number(), scheduler.nowNanos() / 1_000, packet));
    }

    List<Long> numbers() {
        return arrivals.stream().map(Arrival::number).toList();
    }

    List<Long> micros() {
        return arrivals.stream().map(Arrival::atMicros).toList();
    }
}
