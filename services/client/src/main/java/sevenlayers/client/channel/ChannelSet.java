package sevenlayers.client.channel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Channels that were opened together, with the same settings; calls go to them in turn. */
public final class ChannelSet {

    private final ChannelSettings settings;
    private final List<LabChannel> channels;

    private ChannelSet(ChannelSettings settings, List<LabChannel> channels) {
        this.settings = settings;
        this.channels = channels;
    }

    /** Opens them. */
    public static ChannelSet open(ChannelOpener opener, ChannelSettings settings) {
        List<LabChannel> channels = new ArrayList<>(settings.channels());
        for (int number = 1; number <= settings.channels(); number++) {
            channels.add(opener.open(number, settings));
        }
        return new ChannelSet(settings, List.copyOf(channels));
    }

    /** What they were opened with. */
    public ChannelSettings settings() {
        return settings;
    }

    /** The channels, by number. */
    public List<LabChannel> channels() {
        return channels;
    }

    /** The channel whose turn it is for the n-th call, counted from 0. */
    public LabChannel inTurn(long n) {
        return channels.get((int) (n % channels.size()));
    }

    /** The addresses that the name had when it was last resolved, by any of the channels. */
    public List<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        channels.forEach(channel -> addresses.addAll(channel.watch().addresses()));
        return List.copyOf(addresses);
    }

    /** Closes them; calls under way finish. */
    public void close() {
        channels.forEach(channel -> channel.managed().shutdown());
    }

    /** Closes them and ends the calls under way. */
    public void closeNow() {
        channels.forEach(channel -> channel.managed().shutdownNow());
    }
}
