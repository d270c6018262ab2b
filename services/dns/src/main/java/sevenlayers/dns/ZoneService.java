package sevenlayers.dns;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.tree.Pods;
import sevenlayers.dns.tree.TreeServer;
import sevenlayers.dns.v1.ChangeZoneRequest;
import sevenlayers.dns.v1.ChangeZoneResponse;
import sevenlayers.dns.v1.GetZoneRequest;
import sevenlayers.dns.v1.GetZoneResponse;
import sevenlayers.dns.v1.ListZonesRequest;
import sevenlayers.dns.v1.ListZonesResponse;
import sevenlayers.dns.v1.LoadZoneRequest;
import sevenlayers.dns.v1.LoadZoneResponse;
import sevenlayers.dns.v1.ServedZone;
import sevenlayers.dns.v1.WatchTransfersRequest;
import sevenlayers.dns.v1.WatchTransfersResponse;
import sevenlayers.dns.v1.ZoneServiceGrpc;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/** The zones of the tree's servers. */
@GrpcService
@RunOnVirtualThread
class ZoneService extends ZoneServiceGrpc.ZoneServiceImplBase {
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_RECORDS = 20_000;
    private static final int MOST_ZONES = 50;
    private static final int MOST_CHANGES = 500;

    private final DnsPod pod;

    private final ZoneRelay relay;

    @Inject
    ZoneService(DnsPod pod) {
        this(pod, ZoneRelay.to(pod));
    }

    ZoneService(DnsPod pod, ZoneRelay relay) {
        this.pod = pod;
        this.relay = relay;
    }

    /** Where the servers of the tree are pods, and this is none of them. */
    private boolean elsewhere() {
        return pod.tree().servers().isEmpty();
    }

    @Override
    public void listZones(ListZonesRequest request, StreamObserver<ListZonesResponse> responses) {
        if (elsewhere()) {
            responses.onNext(relay.list(
                    request.getServer().isEmpty() ? Optional.empty() : Optional.of(place(request.getServer()))));
            responses.onCompleted();
            return;
        }
        ListZonesResponse.Builder response = ListZonesResponse.newBuilder();
        List<TreeServer> servers =
                request.getServer().isEmpty() ? pod.tree().servers() : List.of(server(request.getServer()));
        for (TreeServer server : servers) {
            server.zones().all().stream()
                    .sorted((a, b) -> a.apex().compareTo(b.apex()))
                    .forEach(served -> response.addZones(served(server, served)));
        }
        responses.onNext(response.build());
        responses.onCompleted();
    }

    private ServedZone served(TreeServer server, Zones.Served served) {
        ServedZone.Builder message = ServedZone.newBuilder()
                .setServer(server.place().server())
                .setAddress(RecordMessages.address(pod.tree().address(server.place())))
                .setZone(served.apex().toString())
                .setRole(server.place().primary() ? "primary" : "secondary");
        @Nullable Zone zone = served.zone();
        if (zone != null) {
            message.setSerial(zone.serial()).setRecords(zone.size());
        }
        return message.build();
    }

    @Override
    public void getZone(GetZoneRequest request, StreamObserver<GetZoneResponse> responses) {
        Name apex = zoneName(request.getZone());
        if (elsewhere()) {
            responses.onNext(relay.call(responsible(request.getServer(), apex), stub -> stub.getZone(request)));
            responses.onCompleted();
            return;
        }
        TreeServer server = request.getServer().isEmpty() ? primaryOf(apex) : server(request.getServer());
        Zone zone = DnsRules.found(
                server.zones().at(apex).orElse(null),
                "zone",
                request.getZone(),
                server.zones().all().stream().map(Zones.Served::apex).toList());
        responses.onNext(GetZoneResponse.newBuilder()
                .setSerial(zone.serial())
                .addAllRecords(
                        RecordMessages.sets(RecordSet.gather(zone.records().toList()).stream()
                                .limit(MOST_RECORDS)
                                .toList()))
                .build());
        responses.onCompleted();
    }

    @Override
    public void loadZone(LoadZoneRequest request, StreamObserver<LoadZoneResponse> responses) {
        new Violations()
                .range("master_file", request.getMasterFile().length(), 1, MOST_CHARACTERS)
                .throwIfAny();
        Name apex = zoneName(request.getZone());
        if (elsewhere()) {
            responses.onNext(relay.call(responsible(request.getServer(), apex), stub -> stub.loadZone(request)));
            responses.onCompleted();
            return;
        }
        TreeServer server = request.getServer().isEmpty() ? primaryOf(apex) : server(request.getServer());
        if (!server.place().primary()) {
            throw notPrimary(server);
        }
        if (server.zones().at(apex).isEmpty() && server.zones().all().size() >= MOST_ZONES) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "TOO_MANY_ZONES",
                    server.place().server() + " has " + MOST_ZONES + " zones, which is as many as it may have");
        }
        try {
            Zone zone = MasterFile.read(
                    new ByteArrayInputStream(request.getMasterFile().getBytes(StandardCharsets.UTF_8)),
                    "master_file",
                    apex,
                    MOST_RECORDS);
            server.zones().put(zone);
            responses.onNext(LoadZoneResponse.newBuilder()
                    .setSerial(zone.serial())
                    .setRecords(zone.size())
                    .build());
            responses.onCompleted();
        } catch (ZoneException e) {
            throw noZone(e);
        }
    }

    @Override
    public void changeZone(ChangeZoneRequest request, StreamObserver<ChangeZoneResponse> responses) {
        Name apex = zoneName(request.getZone());
        if (elsewhere()) {
            responses.onNext(relay.call(responsible("", apex), stub -> stub.changeZone(request)));
            responses.onCompleted();
            return;
        }
        TreeServer server = primaryOf(apex);
        Violations violations = new Violations()
                .range("remove", request.getRemoveCount(), 0, MOST_CHANGES)
                .range("add", request.getAddCount(), 0, MOST_CHANGES)
                .check(
                        request.getRemoveCount() + request.getAddCount() > 0,
                        "add",
                        "nothing is to be changed; allowed: records to add, to remove, or both");
        violations.throwIfAny();
        List<Record> removed = new ArrayList<>();
        List<Record> added = new ArrayList<>();
        for (int i = 0; i < request.getRemoveCount(); i++) {
            removed.addAll(RecordMessages.records("remove[" + i + "]", request.getRemove(i), apex, violations));
        }
        for (int i = 0; i < request.getAddCount(); i++) {
            added.addAll(RecordMessages.records("add[" + i + "]", request.getAdd(i), apex, violations));
        }
        violations.throwIfAny();
        try {
            Zone before = server.zones()
                    .at(apex)
                    .orElseThrow(() -> new ZoneException(
                            "there is no zone " + apex + " at " + server.place().server()));
            Zone after = server.zones().apply(apex, new Delta(before.soa(), removed, Pods.next(before.soa()), added));
            responses.onNext(ChangeZoneResponse.newBuilder()
                    .setFromSerial(before.serial())
                    .setToSerial(after.serial())
                    .build());
            responses.onCompleted();
        } catch (ZoneException e) {
            throw noZone(e);
        }
    }

    @Override
    public void watchTransfers(WatchTransfersRequest request, StreamObserver<WatchTransfersResponse> responses) {
        ServerCallStreamObserver<WatchTransfersResponse> caller =
                (ServerCallStreamObserver<WatchTransfersResponse>) responses;
        Optional<Name> zone = request.getZone().isEmpty() ? Optional.empty() : Optional.of(zoneName(request.getZone()));
        if (elsewhere()) {
            try {
                relay.watch(request, caller);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        try (TransferLog.Watch watch = pod.transfers().watch()) {
            while (!caller.isCancelled()) {
                TransferLog.@Nullable Entry entry = watch.waiting().poll(200, TimeUnit.MILLISECONDS);
                if (entry != null
                        && (zone.isEmpty() || zone.get().equals(entry.event().zone()))) {
                    caller.onNext(event(entry));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WatchTransfersResponse event(TransferLog.Entry entry) {
        Instant at = entry.event().at();
        return WatchTransfersResponse.newBuilder()
                .setAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setServer(entry.place().server())
                .setZone(entry.event().zone().toString())
                .setEvent(entry.event().kind().name().toLowerCase(Locale.ROOT))
                .setText(entry.event().text())
                .setWhy(RecordMessages.reason(entry.event().why()))
                .build();
    }

    private static Place place(String name) {
        return DnsRules.found(
                Place.called(name).orElse(null),
                "server",
                name,
                List.of(Place.values()).stream().map(Place::server).toList());
    }

    /** Whom a call is for: the server that it names, else the zone's primary. */
    private Place responsible(String server, Name apex) {
        return server.isEmpty()
                ? DnsRules.found(relay.primaryOf(apex).orElse(null), "zone", apex.toString(), zones())
                : place(server);
    }

    private TreeServer server(String name) {
        return DnsRules.found(
                Place.called(name).flatMap(pod.tree()::server).orElse(null),
                "server",
                name,
                pod.tree().servers().stream()
                        .map(server -> server.place().server())
                        .toList());
    }

    private static List<Name> zones() {
        return List.of(Place.values()).stream().map(Place::zone).distinct().toList();
    }

    /** The primary of a zone of the tree, or of one that somebody loaded. */
    private TreeServer primaryOf(Name apex) {
        Optional<TreeServer> loaded = pod.tree().servers().stream()
                .filter(server ->
                        server.place().primary() && server.zones().at(apex).isPresent())
                .findFirst();
        return loaded.orElseGet(() -> DnsRules.found(
                Place.primaryOf(apex).flatMap(pod.tree()::server).orElse(null), "zone", apex.toString(), zones()));
    }

    private static Name zoneName(String text) {
        Violations violations = new Violations();
        Name name = text.equals(".") ? Name.root : DnsRules.name("zone", text, violations);
        violations.throwIfAny();
        return name;
    }

    private static RuntimeException notPrimary(TreeServer server) {
        return LabStatus.exception(
                Status.Code.FAILED_PRECONDITION,
                "NOT_A_PRIMARY",
                server.place().server() + " has its zone from "
                        + Place.primaryOf(server.place().zone())
                                .map(Place::server)
                                .orElse("another")
                        + ": load it there, and it follows",
                Map.of("server", server.place().server()));
    }

    private static RuntimeException noZone(ZoneException e) {
        return LabStatus.exception(
                Status.Code.INVALID_ARGUMENT,
                "NO_ZONE",
                e.getMessage() + ". What was served before goes on being served");
    }
}
