package sevenlayers.crypto.box;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import sevenlayers.crypto.cipher.BadCiphertextException;

/** How it is done. */
interface Box {
    int mostBytes();

    byte[] seal(PublicKey key, byte[] plaintext, byte[] associatedData, SecureRandom random);

    byte[] open(KeyPair pair, byte[] ciphertext, byte[] associatedData) throws BadCiphertextException;
}
