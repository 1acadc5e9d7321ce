package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.garbagecollection.OrphanedBuildInstanceCollector;
import dev.amioperator.garbagecollection.ReleasedSnapshotCollector;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the EC2 garbage collectors in every region of an AwsAccount. */
@ApplicationScoped
class AccountGarbageCollection {
  private final AccountAccess accountAccess;
  private final OrphanedBuildInstanceCollector buildInstances;
  private final ReleasedSnapshotCollector snapshots;

  AccountGarbageCollection(
      AccountAccess accountAccess,
      OrphanedBuildInstanceCollector buildInstances,
      ReleasedSnapshotCollector snapshots) {
    this.accountAccess = accountAccess;
    this.buildInstances = buildInstances;
    this.snapshots = snapshots;
  }

  /**
   * Collects garbage that is due.
   *
   * @return whether reads of released snapshots are pending, so that a retry is due soon
   */
  boolean collect(AwsAccount account, String accountId, Instant now) {
    String name = account.getMetadata().getName();
    boolean pending = false;
    for (String region : regions(account).toList()) {
      AccountRegion accountRegion = new AccountRegion(name, accountId, region);
      buildInstances.collect(accountRegion);
      pending |= snapshots.collect(accountRegion, now);
    }
    return pending;
  }

  /** The regions that the AwsAccount lists, and those that objects use. */
  private Stream<String> regions(AwsAccount account) {
    return Stream.concat(
            Optional.ofNullable(account.getSpec()).map(AwsAccountSpec::regions).stream()
                .flatMap(List::stream),
            accountAccess.regionsInUse(account.getMetadata().getName()).stream())
        .distinct();
  }
}
