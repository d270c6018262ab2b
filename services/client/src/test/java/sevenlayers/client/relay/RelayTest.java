package sevenlayers.client.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.TestLab;
import sevenlayers.client.lab.UnknownService;
import sevenlayers.client.v1.CallRequest;

@Timeout(60)
class RelayTest {

    private static final String WORK = "sevenlayers.node.v1.NodeService/Work";

    private final TestLab lab = new TestLab();
    private final FakeNode node = start(ProtoReflectionServiceV1.newInstance());

    @AfterEach
    void close() throws Exception {
        lab.close();
        node.close();
    }

    @Test
    void a_unary_call_is_relayed_to_the_pod_that_is_named() throws Exception {
        lab.name("node-2", node.address());
        assertThat(call(request("node-2", WORK)))
                .singleElement()
                .satisfies(answer -> assertThat(answer.getFieldsOrThrow("answer")
                                .getStructValue()
                                .getFieldsOrThrow("pod")
                                .getStringValue())
                        .isEqualTo("node-2"));
    }

    @Test
    void a_server_stream_is_relayed_up_to_its_limit() throws Exception {
        lab.nodes(node);
        CallRequest.Builder request = request("node:9000", "sevenlayers.node.v1.NodeService/StreamWork")
                .setRequest(json("{count: 50}"));
        assertThat(call(request)).hasSize(50);
        List<Struct> some = call(request.setMaxMessages(7));
        assertThat(some).hasSize(7);
        assertThat(some.getLast().getFieldsOrThrow("index").getNumberValue()).isEqualTo(7);
    }

    @Test
    void a_service_that_was_not_known_when_this_was_compiled_is_learned_with_the_files_it_imports() throws Exception {
        lab.name("node-1", node.address());
        assertThat(call(request("node-1", "mystery.v1.MysteryService/Ask")
                        .setRequest(json("{question: 'why?', asked_at: '1970-01-01T00:00:01Z'}"))))
                .containsExactly(json("{question: 'why?', askedAt: '1970-01-01T00:00:01Z'}"));
    }

    @Test
    void a_server_with_the_old_reflection_only_is_understood() throws Exception {
        try (FakeNode old = start(ProtoReflectionService.newInstance())) {
            lab.nodes(old);
            assertThat(call(request("node:9000", WORK))).hasSize(1);
        }
    }

    @Test
    void a_server_without_reflection_is_said_to_have_none() throws Exception {
        try (FakeNode mute = FakeNode.start("node-1")) {
            lab.nodes(mute);
            StatusException failed =
                    catchThrowableOfType(StatusException.class, () -> call(request("node:9000", WORK)));
            assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(failed.getStatus().getDescription()).contains("has no gRPC reflection");
        }
    }

    @Test
    void a_status_passes_unchanged_with_its_details_and_trailers() throws Exception {
        lab.nodes(node);
        node.before(() -> {
            StatusRuntimeException failure = LabStatus.exception(
                    Status.Code.FAILED_PRECONDITION, "KNOB_STUCK", "the knob does not turn", Map.of("knob", "latency"));
            failure.getTrailers().put(Metadata.Key.of("x-why", Metadata.ASCII_STRING_MARSHALLER), "rust");
            throw failure;
        });
        StatusException failed = catchThrowableOfType(StatusException.class, () -> call(request("node:9000", WORK)));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failed.getStatus().getDescription()).isEqualTo("the knob does not turn");
        assertThat(StatusProto.fromThrowable(failed)
                        .getDetails(0)
                        .unpack(ErrorInfo.class)
                        .getMetadataMap())
                .isEqualTo(Map.of("knob", "latency"));
        assertThat(failed.getTrailers().get(Metadata.Key.of("x-why", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("rust");
        assertThat(failed.getTrailers().keys()).containsExactlyInAnyOrder("grpc-status-details-bin", "x-why");
    }

    @Test
    void metadata_goes_along_and_so_does_a_trace() throws Exception {
        lab.nodes(node);
        call(request("node:9000", WORK).putMetadata("x-user", "kim").putMetadata("x-key-bin", "AAEC"));
        Metadata headers = node.headers().getLast();
        assertThat(headers.get(Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("kim");
        assertThat(headers.get(Metadata.Key.of("x-key-bin", Metadata.BINARY_BYTE_MARSHALLER)))
                .containsExactly(0, 1, 2);
        assertThat(headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
                .isNotNull();
    }

    @Test
    void the_deadline_is_the_calls() throws Exception {
        lab.nodes(node);
        StatusException failed = catchThrowableOfType(
                StatusException.class,
                () -> call(request("node:9000", WORK)
                        .setDeadlineMicros(50_000)
                        .setRequest(json("{work: {delay: {fixed: {delayMicros: 2000000}}}}"))));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "target | {target: 'unix:///s'} | allowed: a pod as in node-2",
                "method | {method: 'Work'} | allowed: SERVICE/METHOD",
                "method | {method: 'no.such.Service/Work'} | has no service no.such.Service; allowed: a method of",
                "method | {method: 'sevenlayers.node.v1.NodeService/Play'} | has no method Play; allowed: Work, StreamWork",
                "method | {method: 'sevenlayers.node.v1.NodeService/CollectWork'} | takes a stream of requests",
                "request | {request: {work: {cpu_seconds: 3}}} | allowed: the JSON of sevenlayers.node.v1.WorkRequest, whose fields are: work",
                "deadline_micros | {deadlineMicros: 0} | allowed: 1 to 60,000,000",
                "max_messages | {maxMessages: 0} | allowed: 1 to 10,000",
                "metadata['X-Up'] | {metadata: {'X-Up': 'a'}} | allowed: lower case",
                "metadata['grpc-timeout'] | {metadata: {'grpc-timeout': '1S'}} | nothing that gRPC sets itself",
                "metadata['a-bin'] | {metadata: {'a-bin': '***'}} | allowed for keys that end in -bin: base64",
            })
    void what_cannot_be_relayed_is_refused_with_what_can(String field, String json, String words) throws Exception {
        lab.nodes(node);
        CallRequest.Builder changes = CallRequest.newBuilder();
        JsonFormat.parser().merge(json, changes);
        CallRequest.Builder request = request("node:9000", WORK).mergeFrom(changes.build());
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> call(request));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription())
                .startsWith(field + ": ")
                .contains(words);
    }

    @Test
    void a_target_outside_of_the_lab_is_permission_denied() {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> call(request("example.com:443", WORK)));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void a_pod_that_does_not_answer_is_unavailable() {
        lab.name("node-3", "127.0.0.1:1");
        StatusException failed = catchThrowableOfType(StatusException.class, () -> call(request("node-3", WORK)));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failed.getStatus().getDescription())
                .startsWith("node-3:9000: ")
                .contains("Connection refused");
    }

    private static FakeNode start(BindableService reflection) {
        return FakeNode.start(
                "node-2", 0, builder -> builder.addService(reflection).addService(UnknownService.definition()));
    }

    private List<Struct> call(CallRequest.Builder request) throws StatusException, InterruptedException {
        List<Struct> answers = new ArrayList<>();
        lab.relay().call(request.build(), answers::add);
        return answers;
    }

    private static CallRequest.Builder request(String target, String method) {
        return CallRequest.newBuilder().setTarget(target).setMethod(method);
    }

    private static Struct json(String text) throws InvalidProtocolBufferException {
        Struct.Builder json = Struct.newBuilder();
        JsonFormat.parser().merge(text, json);
        return json.build();
    }
}
