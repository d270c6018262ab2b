package sevenlayers.chassis.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/** The contract's file descriptors with their comments, by file name. */
public final class Comments {
    private static final String RESOURCE = "/sevenlayers.protoset";

    private final Map<String, ByteString> files;

    private Comments(Map<String, ByteString> files) {
        this.files = files;
    }

    /** Those in the contract jar; without the jar's descriptor set nothing is known and nothing gets comments. */
    public static Comments ofContract() {
        try (InputStream protoset = Comments.class.getResourceAsStream(RESOURCE)) {
            return protoset == null ? new Comments(Map.of()) : of(FileDescriptorSet.parseFrom(protoset));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of the contract jar", e);
        }
    }

    static Comments of(FileDescriptorSet protoset) {
        return new Comments(protoset.getFileList().stream()
                .collect(Collectors.toUnmodifiableMap(
                        FileDescriptorProto::getName, FileDescriptorProto::toByteString, (first, _) -> first)));
    }

    /** The same file with its comments, or as it came when the contract has none of that name. */
    ByteString comment(ByteString file) {
        try {
            return files.getOrDefault(FileDescriptorProto.parseFrom(file).getName(), file);
        } catch (InvalidProtocolBufferException _) {
            return file;
        }
    }
}
