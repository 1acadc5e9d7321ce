package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import java.time.Instant;
import java.util.List;

/**
 * Cached, batched reads of EC2, shared by all reconcilers.
 *
 * <p>No read blocks: an answer comes from memory, or from EC2 in the background, where queries
 * share calls.
 *
 * <p>Cost: a paged scan per account, region and interval for everything that carries the cluster's
 * tag, whatever the number of resources; batched reads for what is newer than the scan.
 */
public interface Observer {
  /**
   * Returns the answer to an EC2 query, if it is recent enough.
   *
   * @param scope whose writes make earlier answers stale
   * @param query from a factory: {@link ImageQueries}, {@link SnapshotQueries} and the others
   * @param notBefore earlier answers do not count
   */
  <T> Observation<T> get(
      AccountRegion accountRegion, Scope scope, Query<T> query, Instant notBefore);

  /**
   * Returns the result of the last read of a query that no write of the operator changes, without
   * reading EC2. While a read is repeated, this is the result before.
   *
   * @param notBefore earlier values do not count; a failure counts until a later read succeeds
   */
  <T> Observation<T> lastResult(AccountRegion accountRegion, Query<T> query, Instant notBefore);

  /** The other accounts in which resources may use images of an account, in its region. */
  List<ConsumerAccount> consumers(AccountRegion accountRegion);

  /** The Kubernetes objects of this cluster that may name images, in listings not before a time. */
  List<ListedObjects> objects(Instant notBefore);

  /** Whether usage reports are to tell which other accounts use images of an account. */
  boolean usageReports(AccountRegion accountRegion);
}
