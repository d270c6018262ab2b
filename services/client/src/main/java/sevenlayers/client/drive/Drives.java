package sevenlayers.client.drive;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.client.channel.ChannelNews;
import sevenlayers.client.channel.ChannelOpener;
import sevenlayers.client.channel.ChannelSet;
import sevenlayers.client.channel.LabChannel;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.NamedChannels;
import sevenlayers.client.channel.Target;
import sevenlayers.client.v1.ChannelEvent.Kind;
import sevenlayers.client.v1.DriveRequest;

/** From a request to its drive: the checks, this client's limits, the channels. */
public final class Drives {

    private final ChannelOpener opener;
    private final NamedChannels named;
    private final LabTargets targets;
    private final LoadLimits limits = new LoadLimits();

    /**
     * @param opener  opens channels
     * @param named   the channels that outlive a drive
     * @param targets whom this client may call
     */
    public Drives(ChannelOpener opener, NamedChannels named, LabTargets targets) {
        this.opener = opener;
        this.named = named;
        this.targets = targets;
    }

    /**
     * Runs a drive on this thread, which blocks until it has ended.
     *
     * @return whether it came to its end; if not, it was cancelled
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with every violation; PERMISSION_DENIED for a target outside of the lab;
     *     UNAVAILABLE for a name without addresses; RESOURCE_EXHAUSTED beyond this client's limits; FAILED_PRECONDITION for a named
     *     channel that is open with other settings
     */
    public boolean run(DriveRequest request, DriveHandle handle, ReportSink reader) throws InterruptedException {
        long beganNanos = System.nanoTime();
        DrivePlan plan = DriveRules.plan(request, targets);
        Target target = plan.settings().target();
        targets.requireInside(target);
        boolean opens = plan.name().filter(named::isOpen).isEmpty();
        try (LoadLimits.Share share = limits.take(
                plan.mostUnderWay(),
                plan.mostPayloadBytes(),
                opens ? plan.settings().channels() : 0,
                named::channels)) {
            if (opens) {
                targets.requireAddress(target);
            }
            return plan.name().isPresent()
                    ? onNamed(plan.name().get(), plan, handle, reader, beganNanos, share)
                    : onItsOwn(plan, handle, reader, beganNanos);
        }
    }

    private boolean onItsOwn(DrivePlan plan, DriveHandle handle, ReportSink reader, long beganNanos)
            throws InterruptedException {
        ChannelSet channels = ChannelSet.open(opener, plan.settings());
        try {
            return new Drive(plan, channels, reader, handle.signals(), beganNanos).run(List.of());
        } finally {
            channels.closeNow();
        }
    }

    private boolean onNamed(
            String name, DrivePlan plan, DriveHandle handle, ReportSink reader, long beganNanos, LoadLimits.Share share)
            throws InterruptedException {
        NamedChannels.Lease lease = lease(name, plan);
        share.channelsAreNamed();
        Drive drive = new Drive(plan, lease.set(), reader, handle.signals(), beganNanos);
        try {
            String detail = lease.opened()
                    ? "channel " + name + " opened"
                    : "channel %s taken again; calls so far: %,d".formatted(name, lease.callsBefore());
            return drive.run(lease.set().channels().stream()
                    .map(channel -> taken(channel, detail))
                    .toList());
        } finally {
            lease.giveBack(drive.started());
        }
    }

    private NamedChannels.Lease lease(String name, DrivePlan plan) {
        try {
            return named.take(name, plan.settings(), plan.idle(), () -> ChannelSet.open(opener, plan.settings()));
        } catch (NamedChannels.SettingsDiffer differ) {
            throw LabStatus.exception(
                    Status.Code.FAILED_PRECONDITION,
                    "CHANNEL_SETTINGS_DIFFER",
                    differ.getMessage() + "; ask for the same, take another name, or close it (CloseChannel)",
                    Map.of("channel", name, "differences", String.join("; ", differ.differences())));
        }
    }

    private static ChannelNews taken(LabChannel channel, String detail) {
        return new ChannelNews(
                Kind.KIND_CHANNEL,
                channel.watch().number(),
                channel.watch().addresses(),
                channel.managed().getState(false).name(),
                detail,
                System.nanoTime());
    }
}
