package sevenlayers.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.agent.ProcessId;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldChoice.Maker;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;

/** What is known of a lab whose agent was killed. */
class CheckoutTest {

    private static final WorldChoice CONTAINERS = new WorldChoice(WorldKind.CONTAINERS, Maker.NONE, "");
    private static final WorldChoice CLUSTER = new WorldChoice(WorldKind.CLUSTER, Maker.NONE, "lab");

    @TempDir
    private Path state;

    private Checkout afterTheAgentOf(WorldChoice world) {
        long never = ProcessHandle.current().pid(); // the number is in use, but not since 1970
        new AgentState(new ProcessId(never, 1), 9007, world, "").write(state);
        return new Checkout(state, state, Layout.of(Map.of()), Terminal.ofSystem());
    }

    @Test
    void containers_and_a_cluster_are_still_known_and_processes_have_ended_with_it() {
        assertThat(afterTheAgentOf(CONTAINERS).known()).map(AgentState::world).contains(CONTAINERS);
        assertThat(afterTheAgentOf(CLUSTER).known()).map(AgentState::world).contains(CLUSTER);
        assertThat(afterTheAgentOf(WorldChoice.PROCESSES).known()).isEmpty();
    }

    @Test
    void a_command_that_needs_the_agent_says_how_to_get_it_back() {
        assertThatThrownBy(() -> afterTheAgentOf(CONTAINERS).agent())
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("has ended")
                .hasMessageContaining("containers")
                .hasMessageContaining("./lab up")
                .hasMessageContaining("./lab down");
        assertThatThrownBy(() -> afterTheAgentOf(WorldChoice.PROCESSES).agent())
                .hasMessageStartingWith("The lab is not up.");
    }

    @Test
    void another_world_comes_up_only_after_the_one_that_is_there_has_gone_down() {
        assertThat(UpCommand.oneAtATime(CLUSTER, Optional.empty())).isEqualTo(CLUSTER);
        assertThat(UpCommand.oneAtATime(CLUSTER, Optional.of(CLUSTER))).isEqualTo(CLUSTER);
        assertThatThrownBy(() -> UpCommand.oneAtATime(CLUSTER, Optional.of(CONTAINERS)))
                .hasMessageContaining("up as containers")
                .hasMessageContaining("./lab down")
                .hasMessageContaining("./lab up --cluster --context lab");
        assertThatThrownBy(() -> UpCommand.oneAtATime(
                        CLUSTER, Optional.of(new WorldChoice(WorldKind.CLUSTER, Maker.NONE, "other"))))
                .hasMessageContaining("cluster other");
    }
}
