package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.Installation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When this process first saw the claims that are dated in the future, by a clock that is ahead or
 * by hand. Their date does not tell when they were written, and they must not be valid for years.
 */
final class FutureClaims {
  private final Map<Place, Seen> seen = new ConcurrentHashMap<>();

  /** An installation has one claim on an AwsAccount. */
  private record Place(String uid, Installation installation) {}

  private record Seen(NamespaceClaim claim, Instant first) {}

  /** The claim, renewed at the latest when it was first seen. */
  NamespaceClaim dated(AwsAccount account, NamespaceClaim claim, Instant now) {
    Place place = new Place(account.getMetadata().getUid(), claim.installation());
    Seen latest =
        seen.compute(
            place,
            (p, before) -> {
              if (before != null && before.claim.equals(claim)) {
                return before.first.isAfter(now) ? new Seen(claim, now) : before;
              }
              return claim.renewed().filter(at -> at.isAfter(now)).isPresent()
                  ? new Seen(claim, now)
                  : null;
            });
    return latest == null
        ? claim
        : new NamespaceClaim(claim.installation(), claim.namespaces(), Optional.of(latest.first));
  }
}
