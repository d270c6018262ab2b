package sevenlayers.crypto.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import javax.crypto.spec.DHPublicKeySpec;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.crypto.pair.BadKeyException;

class AgreementTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Agreement.class)
    void both_find_the_same_secret_and_a_third_another(Agreement agreement) throws BadKeyException {
        KeyPair alice = agreement.pairs().generate(RANDOM);
        KeyPair bob = agreement.pairs().generate(RANDOM);
        KeyPair eve = agreement.pairs().generate(RANDOM);
        byte[] hers = agreement.secret(alice.getPrivate(), through(agreement, bob));
        assertThat(agreement.secret(bob.getPrivate(), through(agreement, alice)))
                .isEqualTo(hers);
        assertThat(agreement.secret(eve.getPrivate(), through(agreement, bob))).isNotEqualTo(hers);
    }

    /** As it comes from outside. */
    private static PublicKey through(Agreement agreement, KeyPair pair) throws BadKeyException {
        return agreement.pairs().parsePublic(pair.getPublic().getEncoded());
    }

    /** RFC 7748 §6.1. */
    @Test
    void the_published_secret_of_X25519_comes_out() throws BadKeyException {
        PrivateKey bob = Agreement.X25519
                .pairs()
                .parsePrivate(hex("302e020100300506032b656e04220420"
                        + "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        PublicKey alice = Agreement.X25519
                .pairs()
                .parsePublic(hex(
                        "302a300506032b656e0321008520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        assertThat(Agreement.X25519.secret(bob, alice))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
            })
    void a_point_of_small_order_is_refused(String point) throws BadKeyException {
        KeyPair own = Agreement.X25519.pairs().generate(RANDOM);
        PublicKey theirs = Agreement.X25519.pairs().parsePublic(hex("302a300506032b656e032100" + point));
        assertThatThrownBy(() -> Agreement.X25519.secret(own.getPrivate(), theirs))
                .isInstanceOf(BadKeyException.class)
                .hasMessageContaining("one that everybody knows");
    }

    @Test
    void a_group_of_ones_own_is_refused_and_so_is_a_value_that_everybody_knows() throws Exception {
        BigInteger p = DHStandardGroups.rfc7919_ffdhe2048.getP();
        assertThatThrownBy(() -> Agreement.FFDHE2048.pairs().parsePublic(dh(p.subtract(BigInteger.ONE), p)))
                .hasMessageContaining("allowed: 2 to p - 2");
        assertThatThrownBy(() -> Agreement.FFDHE2048.pairs().parsePublic(dh(BigInteger.ONE, p)))
                .hasMessageContaining("allowed: 2 to p - 2");
        BigInteger other = DHStandardGroups.rfc3526_2048.getP();
        assertThatThrownBy(() -> Agreement.FFDHE2048.pairs().parsePublic(dh(BigInteger.TEN, other)))
                .hasMessageContaining("allowed: ffdhe2048 of RFC 7919");
    }

    private static byte[] dh(BigInteger y, BigInteger p) throws Exception {
        return KeyFactory.getInstance("DH")
                .generatePublic(new DHPublicKeySpec(y, p, BigInteger.TWO))
                .getEncoded();
    }

    @ParameterizedTest
    @EnumSource(Kem.class)
    void an_encapsulated_secret_is_found_and_a_changed_one_is_another(Kem kem) throws BadKeyException {
        KeyPair pair = kem.pairs().generate(RANDOM);
        PublicKey half = kem.pairs().parsePublic(pair.getPublic().getEncoded());
        Kem.Encapsulated made = kem.encapsulate(half, RANDOM);
        assertThat(made.encapsulated()).hasSize(kem.encapsulatedBytes());
        assertThat(kem.decapsulate(pair.getPrivate(), made.encapsulated()))
                .isEqualTo(made.secret())
                .hasSize(32);
        byte[] changed = made.encapsulated().clone();
        changed[7] ^= 1;
        assertThat(kem.decapsulate(pair.getPrivate(), changed)).isNotEqualTo(made.secret());
        assertThatThrownBy(() -> kem.decapsulate(pair.getPrivate(), new byte[5]))
                .hasMessageContaining("allowed: " + kem.encapsulatedBytes());
    }

    @Test
    void a_key_of_another_kind_is_refused() {
        RSAPublicKey rsa = (RSAPublicKey)
                new sevenlayers.crypto.pair.PairType.Rsa(2048).generate(RANDOM).getPublic();
        assertThatThrownBy(() -> Agreement.X25519.pairs().parsePublic(rsa.getEncoded()))
                .isInstanceOf(BadKeyException.class);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
