package sevenlayers.handshake.tls.exchange;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.wire.Bytes;

/** Public keys as key shares write them. */
final class Points {
    private static final int UNCOMPRESSED = 4;

    private Points() {}

    static PublicKey parse(Bytes share, NamedGroup group) throws GeneralSecurityException {
        if (share.length() != group.shareLength()) {
            throw new IllegalArgumentException(
                    "a share of " + group.curve() + " has " + group.shareLength() + " bytes: " + share.length());
        }
        if (group == NamedGroup.X25519) {
            return KeyFactory.getInstance("X25519")
                    .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, littleEndian(share)));
        }
        if (share.at(0) != UNCOMPRESSED) {
            throw new IllegalArgumentException("a point begins with 4: " + share.at(0));
        }
        int coordinate = (share.length() - 1) / 2;
        BigInteger x = new BigInteger(1, share.slice(1, coordinate).toArray());
        BigInteger y = new BigInteger(1, share.from(1 + coordinate).toArray());
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec(group.curve()));
        ECParameterSpec curve = named.getParameterSpec(ECParameterSpec.class);
        if (!liesOn(curve, x, y)) {
            throw new IllegalArgumentException("the point does not lie on " + group.curve());
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }

    /** RFC 7748 §5: the highest bit is not looked at. */
    private static BigInteger littleEndian(Bytes share) {
        byte[] bytes = new byte[share.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) share.at(bytes.length - 1 - i);
        }
        bytes[0] &= 0x7f;
        return new BigInteger(1, bytes);
    }

    /** RFC 8446 §4.2.8.2: peers must check that y^2 = x^3 + ax + b. */
    private static boolean liesOn(ECParameterSpec curve, BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    static Bytes emit(ECPublicKey key, NamedGroup group) {
        int coordinate = (group.shareLength() - 1) / 2;
        return Writer.written(out -> out.u8(UNCOMPRESSED)
                .bytes(fixed(key.getW().getAffineX(), coordinate))
                .bytes(fixed(key.getW().getAffineY(), coordinate)));
    }

    private static Bytes fixed(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] shortest = number.toByteArray();
        int used = Math.min(length, shortest.length);
        System.arraycopy(shortest, shortest.length - used, bytes, length - used, used);
        return Bytes.wrap(bytes);
    }
}
