package sevenlayers.crypto;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import sevenlayers.crypto.key.Algorithm;
import sevenlayers.crypto.key.CryptoKey;
import sevenlayers.crypto.v1.AlgorithmInfo;
import sevenlayers.crypto.v1.Key;
import sevenlayers.crypto.v1.KeyVersion;
import sevenlayers.crypto.v1.Purpose;
import sevenlayers.crypto.v1.VersionState;

/** Keys as messages: what is known about them, and nothing of their secrets. */
final class KeyMessages {
    private KeyMessages() {}

    static Key key(CryptoKey key) {
        Key.Builder message = Key.newBuilder()
                .setName(key.name())
                .setAlgorithm(key.algorithm().name())
                .setPurpose(purpose(key.algorithm()))
                .setPrimary(key.primary())
                .setMinimumVersion(key.minimumVersion())
                .setCreated(timestamp(key.created()))
                .setDestroyAfterSeconds(key.destroyAfter().toSeconds())
                .setWarning(key.algorithm().warning());
        key.versions().forEach(version -> message.addVersions(version(version)));
        return message.build();
    }

    static AlgorithmInfo algorithm(Algorithm algorithm) {
        return AlgorithmInfo.newBuilder()
                .setName(algorithm.name())
                .setPurpose(purpose(algorithm))
                .setWarning(algorithm.warning())
                .build();
    }

    private static KeyVersion version(sevenlayers.crypto.key.KeyVersion version) {
        KeyVersion.Builder message =
                KeyVersion.newBuilder().setNumber(version.number()).setCreated(timestamp(version.created()));
        switch (version.state()) {
            case sevenlayers.crypto.key.VersionState.Enabled _ -> message.setState(VersionState.VERSION_STATE_ENABLED);
            case sevenlayers.crypto.key.VersionState.Disabled _ ->
                message.setState(VersionState.VERSION_STATE_DISABLED);
            case sevenlayers.crypto.key.VersionState.DestroyScheduled scheduled ->
                message.setState(VersionState.VERSION_STATE_DESTROY_SCHEDULED).setDestroyed(timestamp(scheduled.at()));
            case sevenlayers.crypto.key.VersionState.Destroyed destroyed ->
                message.setState(VersionState.VERSION_STATE_DESTROYED).setDestroyed(timestamp(destroyed.at()));
        }
        version.state().key().ifPresent(working -> message.setMessages(working.messages()));
        return message.build();
    }

    private static Purpose purpose(Algorithm algorithm) {
        return switch (algorithm.purpose()) {
            case ENCRYPT -> Purpose.PURPOSE_ENCRYPT;
            case MAC -> Purpose.PURPOSE_MAC;
            case SIGN -> Purpose.PURPOSE_SIGN;
            case DECRYPT -> Purpose.PURPOSE_DECRYPT;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
