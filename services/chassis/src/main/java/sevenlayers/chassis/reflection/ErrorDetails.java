package sevenlayers.chassis.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.ErrorDetailsProto;
import java.util.List;
import java.util.stream.Stream;

/**
 * The messages in a status's details, {@code google.rpc.BadRequest} and its like. No service's file imports them, so reflection does not
 * know them, and grpcurl would print the details of an error as raw bytes.
 */
final class ErrorDetails {
    private static final FileDescriptor FILE = ErrorDetailsProto.getDescriptor();

    private ErrorDetails() {}

    /** The files that declare {@code symbol}, the one with the symbol first; empty when it is none of the details. */
    static List<ByteString> filesOf(String symbol) {
        boolean declared = FILE.getMessageTypes().stream()
                .anyMatch(type -> type.getFullName().equals(symbol));
        return declared
                ? Stream.concat(Stream.of(FILE), FILE.getDependencies().stream())
                        .map(file -> file.toProto().toByteString())
                        .toList()
                : List.of();
    }
}
