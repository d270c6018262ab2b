package sevenlayers.crypto.signature;

import sevenlayers.crypto.hash.Hash;
import sevenlayers.crypto.pair.Curve;
import sevenlayers.crypto.pair.PairType;

/** A scheme and the kind of keys that it is offered with. The name says every parameter. */
public enum SignatureAlgorithm {
    RSA_PSS_2048_SHA256(new PairType.Rsa(2048), new Scheme.Pss(Hash.SHA256)),
    RSA_PSS_3072_SHA256(new PairType.Rsa(3072), new Scheme.Pss(Hash.SHA256)),
    RSA_PSS_4096_SHA512(new PairType.Rsa(4096), new Scheme.Pss(Hash.SHA512)),
    RSA_PKCS1_2048_SHA256(new PairType.Rsa(2048), new Scheme.Pkcs1(Hash.SHA256)),
    RSA_PKCS1_3072_SHA256(new PairType.Rsa(3072), new Scheme.Pkcs1(Hash.SHA256)),
    RSA_PKCS1_4096_SHA512(new PairType.Rsa(4096), new Scheme.Pkcs1(Hash.SHA512)),
    ECDSA_P256_SHA256(new PairType.Elliptic(Curve.P256), new Scheme.Ecdsa(Hash.SHA256)),
    ECDSA_P384_SHA384(new PairType.Elliptic(Curve.P384), new Scheme.Ecdsa(Hash.SHA384)),
    ECDSA_P521_SHA512(new PairType.Elliptic(Curve.P521), new Scheme.Ecdsa(Hash.SHA512)),
    ED25519(new PairType.Named("Ed25519"), new Scheme.Named("Ed25519")),
    ML_DSA_44(new PairType.Named("ML-DSA-44"), new Scheme.Named("ML-DSA-44")),
    ML_DSA_65(new PairType.Named("ML-DSA-65"), new Scheme.Named("ML-DSA-65")),
    ML_DSA_87(new PairType.Named("ML-DSA-87"), new Scheme.Named("ML-DSA-87")),
    /** To verify only: FIPS 186-5 withdrew it for new signatures. */
    DSA_2048_SHA256(new PairType.Dsa(2048, 256), new Scheme.Dsa(Hash.SHA256)),
    /** As {@link #DSA_2048_SHA256}. */
    DSA_3072_SHA256(new PairType.Dsa(3072, 256), new Scheme.Dsa(Hash.SHA256));

    private final PairType pairs;
    private final Scheme scheme;

    SignatureAlgorithm(PairType pairs, Scheme scheme) {
        this.pairs = pairs;
        this.scheme = scheme;
    }

    /** The kind of its keys. */
    public PairType pairs() {
        return pairs;
    }

    /** How they sign. */
    public Scheme scheme() {
        return scheme;
    }

    /** What somebody should know who chooses it for something new; empty: nothing. */
    public String warning() {
        return switch (scheme) {
            case Scheme.Pkcs1 _ ->
                "RSA PKCS #1 v1.5 is here for what was built on it; RFC 8017 §8 asks for RSA-PSS in what is new.";
            case Scheme.Dsa _ -> "FIPS 186-5 withdrew DSA; old signatures are verified, and new ones are not made.";
            case Scheme.Pss _, Scheme.Ecdsa _, Scheme.EcdsaP1363 _, Scheme.Named _ -> "";
        };
    }

    /** Whether keys are made for it here. */
    public boolean signs() {
        return !(scheme instanceof Scheme.Dsa);
    }
}
