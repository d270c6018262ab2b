package sevenlayers.crypto.box;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.hash.Hash;

/**
 * RSA-OAEP. Associated data is its label (RFC 8017 §7.1.1).
 *
 * @param bits of the modulus
 * @param hash of the label, and of the mask
 */
record Oaep(int bits, Hash hash) implements Box {

    /** RFC 8017 §7.1.1: two hashes and two bytes of the modulus are the padding's. */
    @Override
    public int mostBytes() {
        return bits / 8 - 2 * hash.bytes() - 2;
    }

    @Override
    public byte[] seal(PublicKey key, byte[] plaintext, byte[] associatedData, SecureRandom random) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, associatedData, random).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime does not encrypt by " + this, e);
        }
    }

    @Override
    public byte[] open(KeyPair pair, byte[] ciphertext, byte[] associatedData) throws BadCiphertextException {
        if (ciphertext.length != bits / 8) {
            throw new BadCiphertextException();
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, pair.getPrivate(), associatedData, new SecureRandom())
                    .doFinal(ciphertext);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("it is no private key for RSA with " + bits + " bits", e);
        } catch (BadPaddingException | IllegalBlockSizeException _) {
            throw new BadCiphertextException();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime does not decrypt by " + this, e);
        }
    }

    private Cipher cipher(int mode, Key key, byte[] label, SecureRandom random) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        OAEPParameterSpec parameters = new OAEPParameterSpec(
                hash.digest(), "MGF1", new MGF1ParameterSpec(hash.digest()), new PSource.PSpecified(label));
        cipher.init(mode, key, parameters, random);
        return cipher;
    }
}
