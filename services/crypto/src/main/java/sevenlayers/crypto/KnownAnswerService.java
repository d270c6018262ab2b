package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.agreement.Agreement;
import sevenlayers.crypto.agreement.Kem;
import sevenlayers.crypto.box.BoxAlgorithm;
import sevenlayers.crypto.box.OpeningKey;
import sevenlayers.crypto.cipher.Aead;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.mac.Hmac;
import sevenlayers.crypto.pair.BadKeyException;
import sevenlayers.crypto.pair.PairType;
import sevenlayers.crypto.signature.SignatureAlgorithm;
import sevenlayers.insecure.v1.AgreeRequest;
import sevenlayers.insecure.v1.AgreeResponse;
import sevenlayers.insecure.v1.ComputeTagRequest;
import sevenlayers.insecure.v1.ComputeTagResponse;
import sevenlayers.insecure.v1.DecapsulateRequest;
import sevenlayers.insecure.v1.DecapsulateResponse;
import sevenlayers.insecure.v1.EncapsulateRequest;
import sevenlayers.insecure.v1.EncapsulateResponse;
import sevenlayers.insecure.v1.GeneratePairRequest;
import sevenlayers.insecure.v1.GeneratePairResponse;
import sevenlayers.insecure.v1.KnownAnswerServiceGrpc;
import sevenlayers.insecure.v1.OpenRequest;
import sevenlayers.insecure.v1.OpenResponse;
import sevenlayers.insecure.v1.OpenWithRequest;
import sevenlayers.insecure.v1.OpenWithResponse;
import sevenlayers.insecure.v1.PowerRequest;
import sevenlayers.insecure.v1.PowerResponse;
import sevenlayers.insecure.v1.SealRequest;
import sevenlayers.insecure.v1.SealResponse;
import sevenlayers.insecure.v1.SealToRequest;
import sevenlayers.insecure.v1.SealToResponse;
import sevenlayers.insecure.v1.SignWithRequest;
import sevenlayers.insecure.v1.SignWithResponse;
import sevenlayers.insecure.v1.VerifySignatureRequest;
import sevenlayers.insecure.v1.VerifySignatureResponse;

/** Every algorithm with all inputs given, for lessons and for vectors; off unless the lab turns it on. */
@GrpcService
@RunOnVirtualThread
class KnownAnswerService extends KnownAnswerServiceGrpc.KnownAnswerServiceImplBase {
    private static final int MOST_NUMBER_BYTES = 1024;

    private final boolean on;
    private final SecureRandom random = new SecureRandom();

    KnownAnswerService(@ConfigProperty(name = "lab.insecure", defaultValue = "off") String insecure) {
        this.on = insecure.equals("on");
    }

    /** What a request is made into, once it may be. */
    @FunctionalInterface
    private interface Work<R> {
        R done(Violations violations) throws BadKeyException, BadCiphertextException;
    }

    /** Bad keys, lengths and ciphertexts are the caller's, and told. */
    private <R> void answer(StreamObserver<R> responses, Work<R> work) {
        if (!on) {
            throw LabStatus.exception(
                    Status.Code.PERMISSION_DENIED,
                    "INSECURE_OFF",
                    "Calls with keys in the clear are off; allowed: LAB_INSECURE=on, which a lab sets and nobody else should.");
        }
        Violations violations = new Violations();
        try {
            responses.onNext(work.done(violations));
            responses.onCompleted();
        } catch (BadCiphertextException _) {
            throw CryptoRules.badCiphertext();
        } catch (BadKeyException | IllegalArgumentException e) {
            throw LabStatus.exception(
                    Status.Code.INVALID_ARGUMENT, "INPUT_NOT_ALLOWED", String.valueOf(e.getMessage()), Map.of());
        }
    }

    private static <T extends Enum<T>> T algorithm(Violations violations, T[] all, String name) {
        violations
                .oneOf("algorithm", name, Arrays.stream(all).map(Enum::name).toList())
                .throwIfAny();
        return Arrays.stream(all)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(Violations violations, String field, ByteString bytes) {
        CryptoRules.size(violations, field, bytes);
        violations.throwIfAny();
        return bytes.toByteArray();
    }

    @Override
    public void seal(SealRequest request, StreamObserver<SealResponse> responses) {
        answer(
                responses,
                violations -> SealResponse.newBuilder()
                        .setSealed(ByteString.copyFrom(algorithm(violations, Aead.values(), request.getAlgorithm())
                                .seal(
                                        request.getKey().toByteArray(),
                                        request.getNonce().toByteArray(),
                                        bytes(violations, "plaintext", request.getPlaintext()),
                                        bytes(violations, "associated_data", request.getAssociatedData()))))
                        .build());
    }

    @Override
    public void open(OpenRequest request, StreamObserver<OpenResponse> responses) {
        answer(
                responses,
                violations -> OpenResponse.newBuilder()
                        .setPlaintext(ByteString.copyFrom(algorithm(violations, Aead.values(), request.getAlgorithm())
                                .open(
                                        request.getKey().toByteArray(),
                                        request.getNonce().toByteArray(),
                                        request.getSealed().toByteArray(),
                                        bytes(violations, "associated_data", request.getAssociatedData()))))
                        .build());
    }

    @Override
    public void computeTag(ComputeTagRequest request, StreamObserver<ComputeTagResponse> responses) {
        answer(responses, violations -> {
            Hmac hmac = algorithm(violations, Hmac.values(), request.getAlgorithm());
            violations
                    .range("key", request.getKey().size(), 1, CryptoRules.MOST_BYTES)
                    .throwIfAny();
            byte[] tag = hmac.tag(request.getKey().toByteArray(), bytes(violations, "message", request.getMessage()));
            return ComputeTagResponse.newBuilder()
                    .setTag(ByteString.copyFrom(tag))
                    .build();
        });
    }

    /** Every kind of pair by the names of the algorithms that it is for. */
    private static Map<String, PairType> pairs() {
        Map<String, PairType> pairs = new TreeMap<>();
        for (SignatureAlgorithm each : SignatureAlgorithm.values()) {
            pairs.put(each.name(), each.pairs());
        }
        for (BoxAlgorithm each : BoxAlgorithm.values()) {
            pairs.put(each.name(), each.pairs());
        }
        for (Agreement each : Agreement.values()) {
            pairs.put(each.name(), each.pairs());
        }
        for (Kem each : Kem.values()) {
            pairs.put(each.name(), each.pairs());
        }
        return pairs;
    }

    @Override
    public void generatePair(GeneratePairRequest request, StreamObserver<GeneratePairResponse> responses) {
        answer(responses, violations -> {
            Map<String, PairType> pairs = pairs();
            List<String> names = new ArrayList<>(pairs.keySet());
            names.removeIf(name -> name.startsWith("DSA"));
            violations.oneOf("algorithm", request.getAlgorithm(), names).throwIfAny();
            @Nullable PairType type = pairs.get(request.getAlgorithm());
            if (type == null) {
                throw new IllegalStateException(request.getAlgorithm());
            }
            return message(type.generate(random));
        });
    }

    private static GeneratePairResponse message(KeyPair pair) {
        GeneratePairResponse.Builder both = GeneratePairResponse.newBuilder()
                .setPrivateKey(ByteString.copyFrom(pair.getPrivate().getEncoded()))
                .setPublicKey(ByteString.copyFrom(pair.getPublic().getEncoded()));
        if (pair.getPrivate() instanceof RSAPrivateCrtKey rsa) {
            both.setModulus(number(rsa.getModulus()))
                    .setPublicExponent(number(rsa.getPublicExponent()))
                    .setPrivateExponent(number(rsa.getPrivateExponent()));
        }
        return both.build();
    }

    @Override
    public void signWith(SignWithRequest request, StreamObserver<SignWithResponse> responses) {
        answer(responses, violations -> {
            SignatureAlgorithm algorithm = algorithm(violations, SignatureAlgorithm.values(), request.getAlgorithm());
            violations
                    .check(algorithm.signs(), "algorithm", algorithm + " is only verified; allowed: any but DSA")
                    .throwIfAny();
            byte[] signature = algorithm
                    .scheme()
                    .sign(
                            privateKey(algorithm.pairs(), request.getPrivateKey()),
                            bytes(violations, "message", request.getMessage()),
                            random);
            return SignWithResponse.newBuilder()
                    .setSignature(ByteString.copyFrom(signature))
                    .build();
        });
    }

    @Override
    public void verifySignature(VerifySignatureRequest request, StreamObserver<VerifySignatureResponse> responses) {
        answer(responses, violations -> {
            SignatureAlgorithm algorithm = algorithm(violations, SignatureAlgorithm.values(), request.getAlgorithm());
            boolean valid = algorithm
                    .scheme()
                    .verify(
                            publicKey(algorithm.pairs(), request.getPublicKey()),
                            bytes(violations, "message", request.getMessage()),
                            bytes(violations, "signature", request.getSignature()));
            return VerifySignatureResponse.newBuilder().setValid(valid).build();
        });
    }

    @Override
    public void sealTo(SealToRequest request, StreamObserver<SealToResponse> responses) {
        answer(responses, violations -> {
            BoxAlgorithm algorithm = algorithm(violations, BoxAlgorithm.values(), request.getAlgorithm());
            byte[] sealed = algorithm.seal(
                    publicKey(algorithm.pairs(), request.getPublicKey()),
                    bytes(violations, "plaintext", request.getPlaintext()),
                    bytes(violations, "associated_data", request.getAssociatedData()),
                    random);
            return SealToResponse.newBuilder()
                    .setSealed(ByteString.copyFrom(sealed))
                    .build();
        });
    }

    @Override
    public void openWith(OpenWithRequest request, StreamObserver<OpenWithResponse> responses) {
        answer(responses, violations -> {
            BoxAlgorithm algorithm = algorithm(violations, BoxAlgorithm.values(), request.getAlgorithm());
            KeyPair pair = new KeyPair(
                    publicKey(algorithm.pairs(), request.getPublicKey()),
                    privateKey(algorithm.pairs(), request.getPrivateKey()));
            byte[] plaintext = new OpeningKey(algorithm, pair, random)
                    .open(
                            request.getSealed().toByteArray(),
                            bytes(violations, "associated_data", request.getAssociatedData()));
            return OpenWithResponse.newBuilder()
                    .setPlaintext(ByteString.copyFrom(plaintext))
                    .build();
        });
    }

    @Override
    public void agree(AgreeRequest request, StreamObserver<AgreeResponse> responses) {
        answer(responses, violations -> {
            Agreement agreement = algorithm(violations, Agreement.values(), request.getAlgorithm());
            byte[] secret = agreement.secret(
                    privateKey(agreement.pairs(), request.getPrivateKey()),
                    publicKey(agreement.pairs(), request.getPublicKey()));
            return AgreeResponse.newBuilder()
                    .setSecret(ByteString.copyFrom(secret))
                    .build();
        });
    }

    @Override
    public void encapsulate(EncapsulateRequest request, StreamObserver<EncapsulateResponse> responses) {
        answer(responses, violations -> {
            Kem kem = algorithm(violations, Kem.values(), request.getAlgorithm());
            Kem.Encapsulated made = kem.encapsulate(publicKey(kem.pairs(), request.getPublicKey()), random);
            return EncapsulateResponse.newBuilder()
                    .setSecret(ByteString.copyFrom(made.secret()))
                    .setEncapsulated(ByteString.copyFrom(made.encapsulated()))
                    .build();
        });
    }

    @Override
    public void decapsulate(DecapsulateRequest request, StreamObserver<DecapsulateResponse> responses) {
        answer(responses, violations -> {
            Kem kem = algorithm(violations, Kem.values(), request.getAlgorithm());
            byte[] secret = kem.decapsulate(
                    privateKey(kem.pairs(), request.getPrivateKey()),
                    request.getEncapsulated().toByteArray());
            return DecapsulateResponse.newBuilder()
                    .setSecret(ByteString.copyFrom(secret))
                    .build();
        });
    }

    @Override
    public void power(PowerRequest request, StreamObserver<PowerResponse> responses) {
        answer(responses, violations -> {
            Function<ByteString, BigInteger> number = bytes -> new BigInteger(1, bytes.toByteArray());
            violations
                    .range("base", request.getBase().size(), 0, MOST_NUMBER_BYTES)
                    .range("exponent", request.getExponent().size(), 0, MOST_NUMBER_BYTES)
                    .range("modulus", request.getModulus().size(), 1, MOST_NUMBER_BYTES)
                    .throwIfAny();
            BigInteger modulus = number.apply(request.getModulus());
            BigInteger base = number.apply(request.getBase());
            violations
                    .check(modulus.compareTo(BigInteger.TWO) >= 0, "modulus", "it is 0 or 1; allowed: 2 or more")
                    .check(
                            base.compareTo(modulus) < 0,
                            "base",
                            "it is not below the modulus; allowed: 0 to modulus - 1")
                    .throwIfAny();
            byte[] result =
                    base.modPow(number.apply(request.getExponent()), modulus).toByteArray();
            int length = number(modulus).size();
            byte[] padded = new byte[length];
            int skip = Math.max(0, result.length - length);
            System.arraycopy(result, skip, padded, length - (result.length - skip), result.length - skip);
            return PowerResponse.newBuilder()
                    .setResult(ByteString.copyFrom(padded))
                    .build();
        });
    }

    private static PublicKey publicKey(PairType type, ByteString der) throws BadKeyException {
        return type.parsePublic(der.toByteArray());
    }

    private static PrivateKey privateKey(PairType type, ByteString der) {
        return type.parsePrivate(der.toByteArray());
    }

    /** Big-endian, without a byte for the sign. */
    private static ByteString number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return ByteString.copyFrom(bytes, skip, bytes.length - skip);
    }
}
