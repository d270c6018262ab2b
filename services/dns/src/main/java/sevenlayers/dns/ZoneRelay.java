package sevenlayers.dns;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.v1.ListZonesRequest;
import sevenlayers.dns.v1.ListZonesResponse;
import sevenlayers.dns.v1.ServedZone;
import sevenlayers.dns.v1.WatchTransfersRequest;
import sevenlayers.dns.v1.WatchTransfersResponse;
import sevenlayers.dns.v1.ZoneServiceGrpc;
import sevenlayers.dns.v1.ZoneServiceGrpc.ZoneServiceBlockingStub;

/** Calls about zones where each server of the tree is a pod of its own: they are made to that pod, in which {@link ZoneService} has it. */
final class ZoneRelay {
    private static final int GRPC_PORT = 9000;
    private static final long PATIENCE_MILLIS = 3_000;
    private static final long AGAIN_NANOS = 1_000_000_000;
    private static final int WAITING = 1_000;

    private final Function<Place, InetSocketAddress> addresses;

    /** @param addresses where the pod of a server takes calls just now */
    ZoneRelay(Function<Place, InetSocketAddress> addresses) {
        this.addresses = addresses;
    }

    static ZoneRelay to(DnsPod pod) {
        return new ZoneRelay(
                place -> new InetSocketAddress(pod.tree().address(place).getAddress(), GRPC_PORT));
    }

    /** Zones of one server, or of all; of a server that does not answer there is its own zone, without a version. */
    ListZonesResponse list(Optional<Place> only) {
        ListZonesResponse.Builder all = ListZonesResponse.newBuilder();
        for (Place place : only.map(List::of).orElseGet(() -> List.of(Place.values()))) {
            try {
                all.addAllZones(
                        call(place, stub -> stub.listZones(ListZonesRequest.getDefaultInstance()))
                                .getZonesList()
                                .stream()
                                .map(zone -> zone.toBuilder()
                                        .setAddress(shown(place, zone))
                                        .build())
                                .toList());
            } catch (StatusRuntimeException e) {
                if (only.isPresent()) {
                    throw e;
                }
                all.addZones(ServedZone.newBuilder()
                        .setServer(place.server())
                        .setZone(place.zone().toString())
                        .setRole(place.primary() ? "primary" : "secondary"));
            }
        }
        return all.build();
    }

    /** Another pod may know a server by another address than the one at which we ask it: ours is told. */
    private String shown(Place place, ServedZone zone) {
        String port = zone.getAddress().substring(zone.getAddress().lastIndexOf(':'));
        return addresses.apply(place).getAddress().getHostAddress() + port;
    }

    /** The primary that has a zone, which somebody may have loaded there; where none has it, the one whose zone it would be. */
    Optional<Place> primaryOf(Name apex) {
        Optional<Place> planned = Place.primaryOf(apex);
        return planned.isPresent()
                ? planned
                : list(Optional.empty()).getZonesList().stream()
                        .filter(zone -> zone.getZone().equals(apex.toString())
                                && zone.getRole().equals("primary"))
                        .findFirst()
                        .flatMap(zone -> Place.called(zone.getServer()));
    }

    /**
     * Makes a call to the pod of a server.
     *
     * @throws StatusRuntimeException what the pod says; UNAVAILABLE, reason SERVER_DOWN, where it says nothing
     */
    <T> T call(Place place, Function<ZoneServiceBlockingStub, T> call) {
        ManagedChannel channel = channel(place);
        try {
            return call.apply(
                    ZoneServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            if (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED) {
                throw LabStatus.exception(
                        Status.Code.UNAVAILABLE,
                        "SERVER_DOWN",
                        "the pod " + place.server() + " does not answer at "
                                + RecordMessages.address(addresses.apply(place))
                                + "; ./lab up starts it again",
                        Map.of("server", place.server()));
            }
            throw e;
        } finally {
            var _ = channel.shutdownNow();
        }
    }

    /** What all secondaries do, until the caller has heard enough. */
    void watch(WatchTransfersRequest request, ServerCallStreamObserver<WatchTransfersResponse> caller)
            throws InterruptedException {
        BlockingQueue<WatchTransfersResponse> heard = new LinkedBlockingQueue<>(WAITING);
        try (Context.CancellableContext until = Context.current().withCancellation()) {
            for (Place place : Place.values()) {
                if (!place.primary()) {
                    Thread.startVirtualThread(until.wrap(() -> follow(place, request, until, heard)));
                }
            }
            while (!caller.isCancelled()) {
                @Nullable WatchTransfersResponse event = heard.poll(200, TimeUnit.MILLISECONDS);
                if (event != null) {
                    caller.onNext(event);
                }
            }
        }
    }

    /** A pod that comes back tells what it has kept, of which we know a part. */
    private void follow(
            Place place, WatchTransfersRequest request, Context until, BlockingQueue<WatchTransfersResponse> heard) {
        Instant last = Instant.MIN;
        while (!until.isCancelled()) {
            ManagedChannel channel = channel(place);
            try {
                var events = ZoneServiceGrpc.newBlockingStub(channel).watchTransfers(request);
                while (events.hasNext()) {
                    WatchTransfersResponse event = events.next();
                    Instant at = Instant.ofEpochSecond(
                            event.getAt().getSeconds(), event.getAt().getNanos());
                    if (at.isAfter(last)) {
                        last = at;
                        var _ = heard.offer(event); // one who reads too slowly misses some
                    }
                }
            } catch (StatusRuntimeException e) {
                LockSupport.parkNanos(AGAIN_NANOS); // it is not there; the next look may find it
            } finally {
                var _ = channel.shutdownNow();
            }
        }
    }

    private ManagedChannel channel(Place place) {
        InetSocketAddress address = addresses.apply(place);
        return ManagedChannelBuilder.forAddress(address.getAddress().getHostAddress(), address.getPort())
                .usePlaintext()
                .build();
    }
}
