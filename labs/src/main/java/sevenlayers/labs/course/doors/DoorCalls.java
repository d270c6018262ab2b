package sevenlayers.labs.course.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Makes calls of any method, unary or server stream, with requests and answers as plain maps. */
public final class DoorCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How often a call that is waited for looks whether it has been enough. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String RELAY = "sevenlayers.client.v1.ClientService/Call";

    private final Doors doors;
    private final Map<String, MethodDescriptor> methods = new ConcurrentHashMap<>();

    public DoorCalls(Doors doors) {
        this.doors = doors;
    }

    /**
     * Calls through a service's front door.
     *
     * @param take messages after which the stream is ended from here; 0: all, until the server ends it
     * @param limit how long it may take. With {@code take}, what has come by then is the answer; else it is a failure
     * @return the messages, in order
     * @throws DoorProblem if it failed
     */
    public List<Map<String, Object>> call(
            String service, String method, Map<String, Object> request, int take, Duration limit)
            throws InterruptedException {
        return call(service, method, method, request, take, limit, () -> false);
    }

    /**
     * The same, but the stream is ended from here as soon as {@code enough} holds; what has come by then is the answer.
     *
     * @param enough is asked now and then
     */
    public List<Map<String, Object>> callUntil(
            String service, String method, Map<String, Object> request, Duration limit, BooleanSupplier enough)
            throws InterruptedException {
        return call(service, method, method, request, 0, limit, enough);
    }

    /** @param asked what was asked for, as it is said when it fails */
    private List<Map<String, Object>> call(
            String service,
            String method,
            String asked,
            Map<String, Object> request,
            int take,
            Duration limit,
            BooleanSupplier enough)
            throws InterruptedException {
        Channel channel = doors.channel(service);
        try {
            MethodDescriptor types = types(service, channel, method);
            return messages(channel, types, requests(types, request), take, limit, enough);
        } catch (StatusRuntimeException e) {
            throw Problems.of(e.getStatus(), e.getTrailers(), service, doors.address(service), asked);
        }
    }

    /** Calls one pod, by way of the client. */
    public List<Map<String, Object>> relay(String pod, String method, Map<String, Object> request, Duration limit)
            throws InterruptedException {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("target", pod);
        call.put("method", method);
        call.put("request", request);
        call.put("deadlineMicros", Math.min(TimeUnit.SECONDS.toMicros(60), limit.toNanos() / 1000));
        List<Map<String, Object>> answers = new ArrayList<>();
        for (Map<String, Object> message : call("client", RELAY, method + " on " + pod, call, 0, limit, () -> false)) {
            if (message.get("response") instanceof Map<?, ?> response) {
                Map<String, Object> answer = new LinkedHashMap<>();
                response.forEach((key, value) -> answer.put(String.valueOf(key), value));
                answers.add(answer);
            }
        }
        return answers;
    }

    private MethodDescriptor types(String service, Channel channel, String method) throws InterruptedException {
        String key = service + " " + method;
        MethodDescriptor known = methods.get(key);
        if (known == null) {
            known = ReflectedMethods.find(channel, method);
            methods.put(key, known);
        }
        return known;
    }

    /** One request; or, for a method that takes a stream of them, those in the list {@code stream}. */
    private static List<Message> requests(MethodDescriptor types, Map<String, Object> request) {
        if (!types.isClientStreaming()) {
            return List.of(message(types, request));
        }
        List<Message> messages = new ArrayList<>();
        for (Map<String, Object> each : Streamed.requests(request)) {
            messages.add(message(types, each));
        }
        return messages;
    }

    private static Message message(MethodDescriptor types, Map<String, Object> request) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(types.getInputType());
        try {
            JsonFormat.parser().merge(JSON.writeValueAsString(request), builder);
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            throw new DoorProblem(
                    Status.Code.INVALID_ARGUMENT,
                    "The request is not a " + types.getInputType().getFullName() + ": " + e.getMessage());
        }
        return builder.build();
    }

    private sealed interface Event {
        record Answer(Message message) implements Event {}

        record Closed(Status status, Metadata trailers) implements Event {}
    }

    private static List<Map<String, Object>> messages(
            Channel channel,
            MethodDescriptor types,
            List<Message> requests,
            int take,
            Duration limit,
            BooleanSupplier enough)
            throws InterruptedException {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        // With `take` the end of the wait is not a failure, so the deadline is only a backstop then.
        long deadlineMillis = limit.toMillis() + (take > 0 ? 5_000 : 0);
        ClientCall<Message, Message> call = channel.newCall(
                grpc(types), CallOptions.DEFAULT.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(Message message) {
                        events.add(new Event.Answer(message));
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        events.add(new Event.Closed(status, trailers));
                    }
                },
                new Metadata());
        List<Map<String, Object>> answers = new ArrayList<>();
        long end = System.nanoTime() + limit.toNanos();
        try {
            call.request(1);
            requests.forEach(call::sendMessage);
            call.halfClose();
            while ((take == 0 || answers.size() < take) && !enough.getAsBoolean()) {
                long left = take == 0 ? LOOK_NANOS : Math.min(LOOK_NANOS, end - System.nanoTime());
                Event event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
                switch (event) {
                    case null -> {
                        if (take > 0 && System.nanoTime() >= end) {
                            return answers;
                        }
                    }
                    case Event.Answer(Message message) -> answers.add(PlainValues.map(message));
                    case Event.Closed(Status status, Metadata trailers) -> {
                        if (!status.isOk()) {
                            throw new StatusRuntimeException(status, trailers);
                        }
                        return answers;
                    }
                }
            }
            return answers;
        } finally {
            call.cancel("all that was wanted has been read", null);
        }
    }

    private static io.grpc.MethodDescriptor<Message, Message> grpc(MethodDescriptor types) {
        return io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setType(type(types))
                .setFullMethodName(types.getService().getFullName() + "/" + types.getName())
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(types.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(types.getOutputType())))
                .build();
    }

    private static MethodType type(MethodDescriptor types) {
        if (types.isClientStreaming()) {
            return types.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        }
        return types.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }
}
