package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks against {@code spec.allow} of an AwsAccount.
 *
 * @param account the AwsAccount's name
 */
public record Allowlist(String account, AllowSpec allow) {
  /** The allowlist of an AwsAccount. */
  public static Allowlist of(AwsAccount account) {
    return new Allowlist(
        account.getMetadata().getName(),
        Optional.ofNullable(account.getSpec())
            .map(AwsAccountSpec::allow)
            .orElse(AllowSpec.NOTHING));
  }

  /** Refuses to adopt an image that the operator did not create. */
  public Optional<ReadyState> adoptionRefusal() {
    return allow.adopt() != null
        ? Optional.empty()
        : notAllowed(
            "source.existing.management: Adopt needs allow.adopt in AwsAccount %s. Set it there,"
                + " or create a new AmiImage with management: Observe.",
            account);
  }

  /**
   * Refuses the instance profile of a build instance.
   *
   * @param profile null for none
   */
  public Optional<ReadyState> instanceProfileRefusal(String profile) {
    return profile == null || toSet(allow.instanceProfiles()).contains(profile)
        ? Optional.empty()
        : notAllowed(
            "source.build.instanceProfile: %s is not in allow.instanceProfiles of AwsAccount %s. Add"
                + " it there, or create a new AmiImage with another.",
            profile, account);
  }

  /** Refuses to share an image with recipients that are not allowed. */
  public Optional<ReadyState> sharingRefusal(DesiredSharing sharing) {
    return sharing.launchPermissions().flatMap(this::sharingRefusal);
  }

  private Optional<ReadyState> sharingRefusal(LaunchPermissions wanted) {
    if (wanted.everyone() && !Boolean.TRUE.equals(allow.publicSharing())) {
      return notAllowed(
          "launchPermissions.public needs allow.publicSharing: true in AwsAccount %s. Set it there,"
              + " or remove public from this spec.",
          account);
    }
    Set<String> allowed = toSet(allow.shareWith());
    List<String> missing =
        Stream.concat(wanted.accountIds().stream(), wanted.arns().stream())
            .filter(entity -> !allowed.contains(entity))
            .sorted()
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : notAllowed(
            "launchPermissions: allow.shareWith of AwsAccount %s lacks %s. Add it there, or remove"
                + " it from this spec.",
            account, String.join(", ", missing));
  }

  /** The entries of {@code allow.retention} for the policies of a namespace. */
  public List<AllowedRetention> retentionBy(String namespace) {
    return Optional.ofNullable(allow.retention()).orElse(List.of()).stream()
        .filter(entry -> entry.namespaces().contains(namespace))
        .toList();
  }

  private static Optional<ReadyState> notAllowed(String message, Object... values) {
    return Optional.of(new ReadyState.Stalled(Reason.NotAllowed, message.formatted(values)));
  }

  private static Set<String> toSet(List<String> list) {
    return list == null ? Set.of() : Set.copyOf(list);
  }
}
