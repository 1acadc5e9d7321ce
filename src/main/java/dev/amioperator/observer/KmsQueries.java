package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import java.util.List;

/** Queries about KMS keys: those of snapshots, and those that specs name. */
public final class KmsQueries {
  private static final QueryType<KmsKeyAccess> KEY_ACCESS =
      QueryType.unbatched("access to", KmsQueries::fetchKeyAccess)
          .readBy(ReadFrequency.PERMISSIONS_ONCE_SETTLED);

  private static final QueryType<KmsKey> KEY =
      QueryType.unbatched("KMS key", (reads, id) -> reads.ec2().kmsKey(reads.accountRegion(), id))
          .readBy(ReadFrequency.PERMISSIONS_ONCE_SETTLED);

  private KmsQueries() {}

  /** The key that a spec names by its id, its ARN or an alias. */
  public static Query<KmsKey> key(String keyId) {
    return new Query<>(KEY, keyId);
  }

  /**
   * Policy and grants of a KMS key. That KMS refuses to tell is an answer; that it does not answer
   * now is none, because a copy would be made without the grant that it needs.
   */
  public static Query<KmsKeyAccess> keyAccess(String keyArn) {
    return new Query<>(KEY_ACCESS, keyArn);
  }

  /** Keeps what KMS reveals: of another account's key, that is often only a part. */
  private static KmsKeyAccess fetchKeyAccess(RegionReads reads, String arn) {
    String policy = "";
    List<KmsKeyAccess.Grant> grants = List.of();
    try {
      if (reads.ec2().kmsKey(reads.accountRegion(), arn).awsManaged()) {
        return new KmsKeyAccess(arn, true, policy, grants, "");
      }
      policy = reads.ec2().keyPolicy(reads.accountRegion(), arn);
      grants = reads.ec2().keyGrants(reads.accountRegion(), arn);
      return new KmsKeyAccess(arn, false, policy, grants, "");
    } catch (Ec2CallException failure) {
      if (!failure.errorClass().terminal()) {
        throw failure;
      }
      String why = "%s: %s".formatted(failure.action(), failure.getMessage());
      return new KmsKeyAccess(arn, false, policy, grants, why);
    }
  }
}
