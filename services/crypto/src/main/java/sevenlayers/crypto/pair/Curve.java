package sevenlayers.crypto.pair;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** The prime curves of NIST SP 800-186 §3.2.1 that are in use. */
public enum Curve {
    P256("secp256r1", 32),
    P384("secp384r1", 48),
    P521("secp521r1", 66);

    private final String standardName;
    private final int bytes;

    Curve(String standardName, int bytes) {
        this.standardName = standardName;
        this.bytes = bytes;
    }

    /** The length of a coordinate, and of a number below the group's order. */
    public int bytes() {
        return bytes;
    }

    /** The field, the equation, the generator and its order. */
    public ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(standardName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no " + standardName, e);
        }
    }
}
