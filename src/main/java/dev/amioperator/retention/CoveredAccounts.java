package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS accounts of a policy, with the images that it covers in each.
 *
 * @param namespace the policy's namespace
 * @param names the AwsAccounts of {@code spec.accountRefs}
 * @param coverages by account id; without those that are not accessible now
 */
record CoveredAccounts(
    String namespace, List<String> names, Map<String, PolicyCoverage> coverages) {
  CoveredAccounts {
    names = List.copyOf(names);
    coverages = Map.copyOf(coverages);
  }

  /** What the policy covers in an account; empty: the account is none of the policy's. */
  Optional<PolicyCoverage> in(AccountRegion accountRegion) {
    return Optional.ofNullable(coverages.get(accountRegion.accountId()));
  }

  /** Whether the policy may decide about an image. */
  boolean covers(AccountRegion accountRegion, Image image) {
    return in(accountRegion).filter(coverage -> coverage.covers(image)).isPresent();
  }
}
