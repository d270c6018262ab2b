package sevenlayers.labs.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.ScaleRequest;
import sevenlayers.lab.v1.StopPodRequest;
import sevenlayers.lab.v1.WorldServiceGrpc;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.processes.ProcessWorld;

class AgentTest {

    @TempDir
    private Path state;

    private AgentServer server;
    private AgentClient owner;

    @BeforeEach
    void start() throws Exception {
        Token token = Token.create(state.resolve("token"));
        ProcessWorld world = new ProcessWorld(new Layout(249, false, Map.of()), state, state);
        server = new AgentServer(0, token, ".lab/token", List.of(new WorldAdapter(world, state, () -> {})));
        owner = new AgentClient(server.port(), token);
    }

    @AfterEach
    void end() {
        owner.close();
        server.close();
    }

    @Test
    void only_the_owner_can_read_the_token_file() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void who_only_looks_needs_no_token() {
        var stranger = WorldServiceGrpc.newBlockingStub(owner.channel());
        assertThat(stranger.getWorld(GetWorldRequest.getDefaultInstance()).getServicesList())
                .hasSameSizeAs(Layout.serviceNames());
    }

    @Test
    void who_changes_something_without_the_token_is_told_where_it_is() {
        var stranger = WorldServiceGrpc.newBlockingStub(owner.channel());
        assertThatThrownBy(() -> stranger.scale(ScaleRequest.newBuilder()
                        .setService("node")
                        .setReplicas(2)
                        .build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(e.getStatus().getDescription()).contains(".lab/token", "authorization: Bearer");
                });
    }

    @Test
    void another_labs_token_is_no_token() throws Exception {
        Token other = Token.create(state.resolve("other"));
        try (AgentClient stranger = new AgentClient(server.port(), other)) {
            assertThatThrownBy(() -> stranger.world()
                            .stopPod(
                                    StopPodRequest.newBuilder().setPod("node-1").build()))
                    .hasMessageContaining("not this lab's");
        }
    }

    @Test
    void a_name_that_is_not_there_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> owner.world()
                        .scale(ScaleRequest.newBuilder()
                                .setService("nod")
                                .setReplicas(2)
                                .build()))
                .hasMessageContaining("Did you mean \"node\"?");
        assertThatThrownBy(() -> owner.world()
                        .scale(ScaleRequest.newBuilder()
                                .setService("node")
                                .setReplicas(0)
                                .build()))
                .hasMessageContaining("replicas is 0; it must be from 1 to 20")
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(StatusProto.fromThrowable(e).getDetailsList())
                                .extracting(Any::getTypeUrl)
                                .containsExactly(
                                        "type.googleapis.com/google.rpc.BadRequest",
                                        "type.googleapis.com/google.rpc.ErrorInfo"));
    }

    @Test
    void a_process_number_that_is_used_again_is_not_the_process() {
        ProcessId me = ProcessId.of(ProcessHandle.current());
        assertThat(me.handle()).isPresent();
        assertThat(new ProcessId(me.pid(), me.startMillis() - 60_000).handle()).isEmpty();
    }
}
