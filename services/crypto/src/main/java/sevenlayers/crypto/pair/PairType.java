package sevenlayers.crypto.pair;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.DSAGenParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A kind of key pair with all of its parameters. */
public sealed interface PairType {
    /** More is no key of any of these kinds; the longest, of ML-DSA-87, has 2,614. */
    int MOST_PUBLIC_BYTES = 8 * 1024;

    /** What the JDK calls the factory of its keys. */
    String factory();

    /** What a generator wants to know. */
    AlgorithmParameterSpec parameters();

    /** What is wrong with the key, which its factory has read; empty: nothing. */
    String objection(PublicKey key);

    /** A new pair. */
    default KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(factory());
            generator.initialize(parameters(), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime makes no keys for " + this, e);
        }
    }

    /**
     * A public key from outside.
     *
     * @param subjectPublicKeyInfo in DER
     */
    default PublicKey parsePublic(byte[] subjectPublicKeyInfo) throws BadKeyException {
        PublicKey key = read(subjectPublicKeyInfo);
        String objection = objection(key);
        if (!objection.isEmpty()) {
            throw new BadKeyException(objection);
        }
        // A reader that forgives: what the bytes say beyond the key, it has dropped.
        if (!Arrays.equals(key.getEncoded(), subjectPublicKeyInfo)) {
            throw new BadKeyException(
                    "it is not the one encoding that the key has in DER; allowed: what openssl pkey -pubout -outform DER writes");
        }
        return key;
    }

    private PublicKey read(byte[] subjectPublicKeyInfo) throws BadKeyException {
        if (subjectPublicKeyInfo.length > MOST_PUBLIC_BYTES) {
            throw new BadKeyException(
                    "it has " + subjectPublicKeyInfo.length + " bytes; allowed: at most " + MOST_PUBLIC_BYTES);
        }
        try {
            return KeyFactory.getInstance(factory()).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
        } catch (GeneralSecurityException | ProviderException _) {
            throw new BadKeyException("it is no public key for " + this + "; allowed: its SubjectPublicKeyInfo in DER");
        }
    }

    /** A private key that {@link #generate} made. */
    default PrivateKey parsePrivate(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(factory()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException _) {
            // Without its cause, which could have the key in its text.
            throw new IllegalArgumentException("these bytes are no private key for " + this);
        }
    }

    /**
     * RSA, with e = 65537.
     *
     * @param bits of the modulus
     */
    record Rsa(int bits) implements PairType {
        /** Verifying takes as long as the exponent is; FIPS 186-5 §5.1 has 2^256 as its bound, and nobody uses more than 2^32. */
        private static final int MOST_EXPONENT_BITS = 64;

        @Override
        public String factory() {
            return "RSA";
        }

        @Override
        public AlgorithmParameterSpec parameters() {
            return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
        }

        @Override
        public String objection(PublicKey key) {
            RSAPublicKey rsa = (RSAPublicKey) key;
            BigInteger e = rsa.getPublicExponent();
            if (rsa.getModulus().bitLength() != bits || !rsa.getModulus().testBit(0)) {
                return "its modulus has " + rsa.getModulus().bitLength() + " bits; allowed: an odd one of " + bits;
            }
            return e.bitLength() < 2 || e.bitLength() > MOST_EXPONENT_BITS || !e.testBit(0)
                    ? "its exponent is not allowed; allowed: odd, from 3 to 2^64"
                    : "";
        }

        @Override
        public String toString() {
            return "RSA with " + bits + " bits";
        }
    }

    /** A point on a prime curve and its logarithm, for ECDSA and ECDH. */
    record Elliptic(Curve curve) implements PairType {
        @Override
        public String factory() {
            return "EC";
        }

        @Override
        public AlgorithmParameterSpec parameters() {
            return curve.parameters();
        }

        @Override
        public String objection(PublicKey key) {
            ECPublicKey ec = (ECPublicKey) key;
            if (!ec.getParams().getCurve().equals(curve.parameters().getCurve())) {
                return "it is a key of another curve; allowed: " + curve;
            }
            return onCurve(ec) ? "" : "its point is not on the curve; allowed: a point of " + curve;
        }

        /** SP 800-56A §5.6.2.3.4: y² = x³ + ax + b. A point of another curve would give the private key away, bit by bit. */
        private boolean onCurve(ECPublicKey key) {
            BigInteger x = key.getW().getAffineX();
            BigInteger y = key.getW().getAffineY();
            var equation = curve.parameters().getCurve();
            BigInteger p = ((ECFieldFp) equation.getField()).getP();
            BigInteger right = x.pow(3).add(equation.getA().multiply(x)).add(equation.getB());
            return x.signum() >= 0
                    && x.compareTo(p) < 0
                    && y.signum() >= 0
                    && y.compareTo(p) < 0
                    && y.pow(2).subtract(right).mod(p).signum() == 0;
        }

        @Override
        public String toString() {
            return "elliptic curve " + curve;
        }
    }

    /**
     * What has one name for all of its parameters: Ed25519, X25519, ML-DSA-65, ML-KEM-768.
     *
     * @param name as its standard has it
     */
    record Named(String name) implements PairType {
        @Override
        public String factory() {
            return name;
        }

        @Override
        public AlgorithmParameterSpec parameters() {
            return new NamedParameterSpec(name);
        }

        /** Its factory reads no other, but Ed25519's does not look whether there is such a point: RFC 8032 §5.1.3. */
        @Override
        public String objection(PublicKey key) {
            if (!name.equals("Ed25519")) {
                return "";
            }
            byte[] encoded = key.getEncoded();
            return Ed25519.validatePublicKeyPartial(encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE)
                    ? ""
                    : "it is no point of the curve, or one of small order, for which anybody can sign; allowed: any other";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Diffie-Hellman in a prime field, in a group of RFC 7919: others are not taken, since who chooses the group can choose a weak one.
     *
     * @param bits of the prime: 2048 or 3072
     */
    record Ffdhe(int bits) implements PairType {
        private static final BigInteger TWO = BigInteger.TWO;

        private DHParameters group() {
            return bits == 2048 ? DHStandardGroups.rfc7919_ffdhe2048 : DHStandardGroups.rfc7919_ffdhe3072;
        }

        @Override
        public String factory() {
            return "DH";
        }

        @Override
        public AlgorithmParameterSpec parameters() {
            return new DHParameterSpec(group().getP(), group().getG());
        }

        @Override
        public String objection(PublicKey key) {
            DHPublicKey dh = (DHPublicKey) key;
            if (!dh.getParams().getP().equals(group().getP())
                    || !dh.getParams().getG().equals(group().getG())) {
                return "it is of another group; allowed: ffdhe" + bits + " of RFC 7919";
            }
            // RFC 7919 §5.1: 1 and p - 1 give a secret that everybody knows.
            boolean inside = dh.getY().compareTo(TWO) >= 0
                    && dh.getY().compareTo(group().getP().subtract(TWO)) <= 0;
            return inside ? "" : "it is 0, 1, p - 1 or more; allowed: 2 to p - 2";
        }

        @Override
        public String toString() {
            return "ffdhe" + bits;
        }
    }

    /**
     * DSA, to verify old signatures with; FIPS 186-5 makes no new ones.
     *
     * @param bits of p
     * @param subgroupBits of q
     */
    record Dsa(int bits, int subgroupBits) implements PairType {
        @Override
        public String factory() {
            return "DSA";
        }

        @Override
        public AlgorithmParameterSpec parameters() {
            return new DSAGenParameterSpec(bits, subgroupBits);
        }

        /** FIPS 186-4 §4.1 and §A.2.2: q divides p − 1, g and y are of order q. */
        @Override
        public String objection(PublicKey key) {
            DSAPublicKey dsa = (DSAPublicKey) key;
            if (dsa.getParams() == null) {
                return "it has no parameters; allowed: p, q and g with it";
            }
            BigInteger p = dsa.getParams().getP();
            BigInteger q = dsa.getParams().getQ();
            if (p.bitLength() != bits || q.bitLength() != subgroupBits) {
                return "its p has " + p.bitLength() + " bits and its q " + q.bitLength() + "; allowed: " + bits
                        + " and " + subgroupBits;
            }
            boolean fits = p.testBit(0)
                    && p.subtract(BigInteger.ONE).mod(q).signum() == 0
                    && isOfOrderQ(dsa.getParams().getG(), p, q)
                    && isOfOrderQ(dsa.getY(), p, q);
            return fits ? "" : "its numbers do not belong together; allowed: g and y of the order q that divides p - 1";
        }

        private static boolean isOfOrderQ(BigInteger element, BigInteger p, BigInteger q) {
            return element.compareTo(BigInteger.ONE) > 0
                    && element.compareTo(p) < 0
                    && element.modPow(q, p).equals(BigInteger.ONE);
        }

        @Override
        public String toString() {
            return "DSA with " + bits + " and " + subgroupBits + " bits";
        }
    }
}
