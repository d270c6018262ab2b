package sevenlayers.client.lab;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TimestampProto;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/** {@code mystery.v1.MysteryService/Ask}, made up at run time: it answers with the question. */
public final class UnknownService {

    private UnknownService() {}

    public static ServerServiceDefinition definition() {
        FileDescriptor file = file();
        DynamicMessage none = DynamicMessage.getDefaultInstance(file.findMessageTypeByName("Question"));
        MethodDescriptor<DynamicMessage, DynamicMessage> ask =
                MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("mystery.v1.MysteryService/Ask")
                        .setRequestMarshaller(ProtoUtils.marshaller(none))
                        .setResponseMarshaller(ProtoUtils.marshaller(none))
                        .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder("mystery.v1.MysteryService")
                .addMethod(ask)
                .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> file)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(ask, ServerCalls.asyncUnaryCall((question, caller) -> {
                    caller.onNext(question);
                    caller.onCompleted();
                }))
                .build();
    }

    private static FileDescriptor file() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("mystery/v1/mystery.proto")
                .setPackage("mystery.v1")
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Question")
                        .addField(field("question", 1, FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field("asked_at", 2, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".google.protobuf.Timestamp")))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("MysteryService")
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Ask")
                                .setInputType(".mystery.v1.Question")
                                .setOutputType(".mystery.v1.Question")))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }
}
