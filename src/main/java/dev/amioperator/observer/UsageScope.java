package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import java.time.Instant;
import java.util.List;

/** Where resources may use images of an account besides that account. */
public interface UsageScope {
  /** The other accounts whose resources may use its images, in its region. */
  List<ConsumerAccount> consumers(AccountRegion accountRegion);

  /**
   * The Kubernetes objects of this cluster that may name images.
   *
   * @param notBefore earlier listings do not count
   */
  default List<ListedObjects> objects(Instant notBefore) {
    return List.of();
  }

  /** Whether usage reports are to tell which other accounts use its images. */
  default boolean usageReports(AccountRegion accountRegion) {
    return false;
  }
}
