package dev.amioperator.observer;

import dev.amioperator.ec2.EbsEncryptionDefaults;

/** Queries about the encryption of EBS snapshots. */
public final class EbsEncryptionQueries {
  private static final QueryType<EbsEncryptionDefaults> DEFAULTS =
      QueryType.unbatched(
          "default EBS encryption in",
          (reads, region) -> reads.ec2().ebsEncryptionDefaults(reads.accountRegion()));

  private EbsEncryptionQueries() {}

  /** The default encryption of the account in the region. */
  public static Query<EbsEncryptionDefaults> defaults() {
    return Query.ofRegion(DEFAULTS);
  }
}
