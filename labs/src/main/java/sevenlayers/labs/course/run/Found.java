package sevenlayers.labs.course.run;

import java.util.List;
import java.util.Map;

/**
 * The state of a world as far as labs change it.
 *
 * @param world which one it was, as {@link LabRun} tells worlds apart
 * @param replicas pods by service
 * @param paused frozen pods
 * @param knobs of node pods, by pod, as JSON; a pod that is not here has the knobs of a fresh one
 * @param channels named channels of the client
 * @param balancer settings by listener ({@code l4}, {@code l7}), as JSON
 */
public record Found(
        String world,
        Map<String, Integer> replicas,
        List<String> paused,
        Map<String, Map<String, Object>> knobs,
        List<String> channels,
        Map<String, Map<String, Object>> balancer) {}
