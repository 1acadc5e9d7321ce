package dev.amioperator.simulator.state;

import java.time.Instant;

/** Key pair of EC2 with an imported public key. */
public final class KeyPair extends Resource {
  private final String name;
  private final String keyType;
  private final String fingerprint;
  private final String publicKey;
  private final Instant created;

  /**
   * @param keyType rsa or ed25519
   * @param publicKey in the format of OpenSSH
   */
  public KeyPair(
      String id,
      String ownerId,
      String name,
      String keyType,
      String fingerprint,
      String publicKey,
      Instant created) {
    super(id, ownerId);
    this.name = name;
    this.keyType = keyType;
    this.fingerprint = fingerprint;
    this.publicKey = publicKey;
    this.created = created;
  }

  @Override
  public String type() {
    return "key-pair";
  }

  /** Name of the EC2 key pair, unique in its account and region. */
  public String name() {
    return name;
  }

  /** Type of the EC2 key pair. */
  public String keyType() {
    return keyType;
  }

  /** Fingerprint of the public key, as EC2 writes it. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Public key in the format of OpenSSH. */
  public String publicKey() {
    return publicKey;
  }

  /** Time of the import into EC2. */
  public Instant created() {
    return created;
  }
}
