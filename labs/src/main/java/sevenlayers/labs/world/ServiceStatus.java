package sevenlayers.labs.world;

import java.util.List;

/**
 * One service as its world sees it.
 *
 * @param name as in {@code node}
 * @param door its front door on this machine, as in {@code localhost:9006}
 * @param also what else it offers on this machine, as in {@code L4 on 9100}
 * @param pods its pods, by number
 */
public record ServiceStatus(String name, String door, List<String> also, List<PodStatus> pods) {}
