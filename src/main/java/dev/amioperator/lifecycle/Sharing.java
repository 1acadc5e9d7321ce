package dev.amioperator.lifecycle;

import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom an image is to be shared with, and whether the account allows it. */
public final class Sharing {
  private Sharing() {}

  /** The launch permissions that a spec asks for; empty when it does not manage them. */
  public static Optional<LaunchPermissions> wanted(LaunchPermissionsSpec spec) {
    return Optional.ofNullable(spec)
        .map(
            s ->
                new LaunchPermissions(
                    Boolean.TRUE.equals(s.isPublic()),
                    s.accountIds() == null ? Set.of() : Set.copyOf(s.accountIds()),
                    Set.of()));
  }

  /** Why the account does not allow it, if it does not. */
  public static Optional<Verdict> refusal(
      Optional<LaunchPermissions> wanted, AwsAccountSpec.Allow allow, String account) {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (wanted.get().everyone() && !Boolean.TRUE.equals(allow.publicSharing())) {
      return refused(
          "launchPermissions.public needs allow.publicSharing: true in AwsAccount %s."
              .formatted(account));
    }
    List<String> strangers =
        wanted.get().accountIds().stream()
            .filter(id -> allow.shareWith() == null || !allow.shareWith().contains(id))
            .sorted()
            .toList();
    return strangers.isEmpty()
        ? Optional.empty()
        : refused(
            "launchPermissions.accountIds: %s not in allow.shareWith of AwsAccount %s."
                .formatted(String.join(", ", strangers), account));
  }

  private static Optional<Verdict> refused(String message) {
    return Optional.of(new Verdict.Stalled(Reason.NotAllowed, message));
  }
}
