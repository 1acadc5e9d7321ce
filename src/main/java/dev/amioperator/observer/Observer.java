package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import java.time.Instant;

/**
 * Cached, batched reads of EC2, shared by all reconcilers. Nothing here blocks: an answer comes
 * from memory, or EC2 is asked in the background, many queries in one call.
 *
 * <p>Cost: a paged scan per account, region and interval for everything that carries the cluster's
 * tag, whatever the number of resources; batched look-ups for what is newer than the scan.
 */
public interface Observer {
  /**
   * Reads the answer to a query about EC2, not older than a moment.
   *
   * @param scope whose writes make earlier answers stale
   * @param query from a factory: {@link ImageQueries}, {@link SnapshotQueries} and the others
   * @param notBefore answers that were asked for earlier do not count
   */
  <T> Observation<T> get(
      AccountRegion accountRegion, Scope scope, Query<T> query, Instant notBefore);
}
