package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Public key of ImportKeyPair, in the format of OpenSSH.
 *
 * @param type rsa or ed25519
 * @param fingerprint of RSA, the MD5 sum of the key in DER; of ED25519, the SHA-256 sum in Base64
 */
record PublicKeyMaterial(String type, String fingerprint, String text) {

  /**
   * Parses the public key of an EC2 key pair.
   *
   * @throws ApiError {@code InvalidKey.Format}
   */
  static PublicKeyMaterial parse(byte[] material) {
    String text = new String(material, StandardCharsets.UTF_8).strip();
    String[] words = text.split("\\s+");
    try {
      byte[] blob = Base64.getDecoder().decode(words.length < 2 ? "" : words[1]);
      return switch (words[0]) {
        case "ssh-rsa" -> new PublicKeyMaterial("rsa", rsaFingerprint(blob), text);
        case "ssh-ed25519" -> new PublicKeyMaterial("ed25519", sha256(blob), text);
        default -> throw invalid();
      };
    } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
      throw invalid();
    }
  }

  private static String rsaFingerprint(byte[] blob) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(blob);
    next(buffer);
    BigInteger exponent = new BigInteger(next(buffer));
    BigInteger modulus = new BigInteger(next(buffer));
    byte[] der =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, exponent))
            .getEncoded();
    return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(der));
  }

  private static byte[] next(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length <= 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static String sha256(byte[] blob) throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
  }

  private static ApiError invalid() {
    return new ApiError("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  }
}
