package sevenlayers.crypto.key;

/** What a key is for. It is for one thing only: what signs and decrypts with the same key can be made to do the one by asking for the other. */
public enum Purpose {
    /** The same key encrypts and decrypts. */
    ENCRYPT(WorkingKey.Sealing.class),
    /** The same key makes a tag and checks it. */
    MAC(WorkingKey.Authenticating.class),
    /** The private key signs, the public key verifies. */
    SIGN(WorkingKey.Signing.class),
    /** The public key encrypts, the private key decrypts. */
    DECRYPT(WorkingKey.Opening.class);

    private final Class<? extends WorkingKey> keys;

    Purpose(Class<? extends WorkingKey> keys) {
        this.keys = keys;
    }

    /** Whose keys are of this class. */
    static Purpose of(Class<? extends WorkingKey> keys) {
        for (Purpose purpose : values()) {
            if (purpose.keys == keys) {
                return purpose;
            }
        }
        throw new IllegalArgumentException(keys + " is for no purpose");
    }
}
