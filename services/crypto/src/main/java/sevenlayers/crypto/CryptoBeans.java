package sevenlayers.crypto;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import sevenlayers.crypto.key.Keyring;

/** What the services share. */
@Singleton
class CryptoBeans {
    @Produces
    @Singleton
    Keyring keyring() {
        return new Keyring(InstantSource.system(), new SecureRandom());
    }

    @Produces
    @Singleton
    @Startup
    Sweeper sweeper(Keyring keys) {
        return new Sweeper(keys);
    }

    void close(@Disposes Sweeper sweeper) {
        sweeper.close();
    }
}
